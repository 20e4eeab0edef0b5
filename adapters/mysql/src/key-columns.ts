import { LienThongError } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { KeyText } from './positions.ts';
import { quoteIdentifier } from './sql.ts';
import { isText } from './type-mappings.ts';

/** A column of the key by which a table is walked. */
export interface KeyColumn {
  readonly name: string;
  /** What is compared and put in order: as bare as the index has it. */
  readonly sql: string;
  /** What is selected, so that its text makes the literal again. */
  readonly printed: string;
  readonly nullable: boolean;
  /** Whole numbers: ranges can be cut without reading. */
  readonly integer: boolean;
  /** From the printed bytes to the text of a position. */
  text(bytes: Buffer, start: number, end: number): string;
  /** From the text of a position to SQL. */
  literal(text: string): string;
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
    return { ...base, printed: column.native.includes('zerofill') ? `${sql} + 0` : sql, text: asPrinted, literal: numberLiteral };
  }
  if (numbered.has(column.type)) return { ...base, printed: `${sql} + 0`, text: asPrinted, literal: numberLiteral };
  if (floats.has(column.type))
    return { ...base, printed: `${sql} + 0e0`, text: asPrinted, literal: (text) => `(${numberLiteral(text)} + 0e0)` };
  if (times.has(column.type)) return { ...base, printed: sql, text: asPrinted, literal: (text) => quoted(text, /^[\d :.-]+$/) };
  if (plainTexts.has(column.type)) return { ...base, printed: sql, text: asPrinted, literal: (text) => quoted(text, /^[\da-f:.-]+$/i) };
  const charset = isText(column) ? column.charset : bytes.has(column.type) ? 'binary' : undefined;
  if (charset === undefined) return undefined;
  return {
    ...base,
    printed: sql,
    text: (from, start, end) => from.toString('hex', start, end),
    literal: (text) => `_${charset} x${quoted(text, /^(?:[\da-f]{2})*$/)}`,
  };
}

function numberLiteral(text: string): string {
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) throw foreign();
  return text;
}

function quoted(text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw foreign();
  return `'${text}'`;
}

function foreign(): LienThongError {
  return new LienThongError('POSITION_FOREIGN', { message: "a position holds a key that does not fit its column's type" });
}

export function orderOf(columns: readonly KeyColumn[]): string {
  return columns.map((column) => column.sql).join(', ');
}

/**
 * `(a, b) > (1, 2)` written out, because before MySQL 8.0.22 and in MariaDB a comparison of rows reads the whole index. The first
 * comparison stands alone as well, for the range. NULL lies below everything, as the server puts it in order. Fewer parts than
 * columns: keys that begin so are not above it.
 */
export function above(columns: readonly KeyColumn[], key: KeyText): string {
  const [first] = columns;
  const [value] = key;
  const lead =
    first === undefined || key.length < 2 || value === null || value === undefined ? [] : [`${first.sql} >= ${first.literal(value)}`];
  return [...lead, nested(columns, key, 0, isAbove, isAbove)].join(' and ');
}

/** `(a, b) <= (1, 2)`, likewise. */
export function upTo(columns: readonly KeyColumn[], key: KeyText): string {
  const [first] = columns;
  const lead = first === undefined || key.length < 2 ? [] : [isUpTo(first, key[0] ?? null)];
  return [...lead, nested(columns, key, 0, isBelow, isUpTo)].join(' and ');
}

type Comparison = (column: KeyColumn, value: string | null) => string;

function nested(columns: readonly KeyColumn[], key: KeyText, place: number, strict: Comparison, last: Comparison): string {
  const column = columns[place];
  const value = key[place];
  if (column === undefined || value === undefined) return 'true';
  if (place === Math.min(columns.length, key.length) - 1) return last(column, value);
  return `(${strict(column, value)} or (${isEqual(column, value)} and ${nested(columns, key, place + 1, strict, last)}))`;
}

const isAbove: Comparison = (column, value) => (value === null ? `${column.sql} is not null` : `${column.sql} > ${column.literal(value)}`);
const isBelow: Comparison = (column, value) => (value === null ? 'false' : orNull(column, `${column.sql} < ${column.literal(value)}`));
const isUpTo: Comparison = (column, value) =>
  value === null ? `${column.sql} is null` : orNull(column, `${column.sql} <= ${column.literal(value)}`);
const isEqual: Comparison = (column, value) => (value === null ? `${column.sql} is null` : `${column.sql} = ${column.literal(value)}`);

function orNull(column: KeyColumn, condition: string): string {
  return column.nullable ? `(${condition} or ${column.sql} is null)` : condition;
}
