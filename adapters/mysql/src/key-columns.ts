import { misfitKey, type OrderColumn } from '@lienthong/adapter-kit';
import type { CatalogueColumn } from './catalogue.ts';
import { quoteIdentifier } from './sql.ts';
import { isText } from './type-mappings.ts';

/** A column of the key by which a table is walked. Statements take no binds: values stand in them, as literals. */
export interface KeyColumn extends OrderColumn<undefined> {
  /** What is selected, so that its text makes the operand again. */
  readonly printed: string;
  operand(text: string): string;
  /** From the printed bytes to the text of a position. */
  text(bytes: Buffer, start: number, end: number): string;
}

const integers: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);
const times: ReadonlySet<string> = new Set(['date', 'datetime', 'timestamp', 'time']);
/** They sort by number, and a text in a comparison would make texts of them. */
const numbered: ReadonlySet<string> = new Set(['enum', 'set', 'bit', 'year']);
const floats: ReadonlySet<string> = new Set(['float', 'double']);
const bytes: ReadonlySet<string> = new Set(['binary', 'varbinary']);
const plainTexts: ReadonlySet<string> = new Set(['uuid', 'inet4', 'inet6']);

/** `undefined`: values of this type cannot be told to the server again. */
export function keyColumn(column: CatalogueColumn): KeyColumn | undefined {
  const sql = quoteIdentifier(column.name);
  const base = { name: column.name, sql, nullable: column.nullable, integer: integers.has(column.type) };
  const asPrinted = (from: Buffer, start: number, end: number) => from.toString('latin1', start, end);
  if (integers.has(column.type) || column.type === 'decimal') {
    return { ...base, printed: column.native.includes('zerofill') ? `${sql} + 0` : sql, text: asPrinted, operand: numberLiteral };
  }
  if (numbered.has(column.type)) return { ...base, printed: `${sql} + 0`, text: asPrinted, operand: numberLiteral };
  if (floats.has(column.type))
    return { ...base, printed: `${sql} + 0e0`, text: asPrinted, operand: (text) => `(${numberLiteral(text)} + 0e0)` };
  if (times.has(column.type)) return { ...base, printed: sql, text: asPrinted, operand: (text) => quoted(text, /^[\d :.-]+$/) };
  if (plainTexts.has(column.type)) return { ...base, printed: sql, text: asPrinted, operand: (text) => quoted(text, /^[\da-f:.-]+$/i) };
  const charset = isText(column) ? column.charset : bytes.has(column.type) ? 'binary' : undefined;
  if (charset === undefined) return undefined;
  return {
    ...base,
    printed: sql,
    text: (from, start, end) => from.toString('hex', start, end),
    operand: (text) => `_${charset} x${quoted(text, /^(?:[\da-f]{2})*$/)}`,
  };
}

function numberLiteral(text: string): string {
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) throw misfitKey();
  return text;
}

function quoted(text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw misfitKey();
  return `'${text}'`;
}
