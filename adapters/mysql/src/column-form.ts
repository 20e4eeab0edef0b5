import type { CatalogueColumn } from './catalogue.ts';
import type { Charsets, TextDecoding } from './charsets.ts';
import type { Session } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { quoteIdentifier } from './sql.ts';
import { hasDates, isText } from './type-mappings.ts';

/**
 * How the values of a column are written, for reads and for the log alike: `printed` is what the server prints for `sql`, and what
 * whoever decodes the log has to make of a value; `finish` turns it into what is handed on.
 */
export interface ColumnForm {
  /** What is selected. */
  readonly sql: string;
  /** `undefined`: what is printed is handed on. */
  readonly finish: Finish | undefined;
  /** The values are bytes and no text. */
  readonly binary: boolean;
}

/** The value to hand on, `null` for NULL, `undefined` for what is printed. */
export type Finish = (bytes: Buffer, start: number, end: number) => string | null | undefined;

export async function formOf(
  column: CatalogueColumn,
  policies: ColumnPolicies,
  charsets: Charsets,
  session: Session,
  signal: AbortSignal,
): Promise<ColumnForm> {
  const decoding =
    isText(column) && !policies.storedText(column) ? await charsets.decoding(column.charset ?? 'utf8mb4', session, signal) : undefined;
  return { sql: printedSql(column, policies), finish: finishOf(column, policies, decoding), binary: isBinary(column) };
}

/** What the server is asked to print. */
function printedSql(column: CatalogueColumn, policies: ColumnPolicies): string {
  const name = quoteIdentifier(column.name);
  switch (column.type) {
    case 'float':
      return `${name} + 0e0`; // else it prints six digits
    case 'double':
      // With a scale it prints that many digits.
      return column.scale === undefined && !isZerofill(column) ? name : `${name} + 0e0`;
    case 'year':
      return `${name} + 0`; // 0 in place of 0000
    case 'enum':
    case 'set':
      return `convert(${name} using utf8mb4)`;
    case 'timestamp':
      return policies.zeroDates(column) === 'text' ? name : `concat(${name}, '+00')`;
    default:
      return isZerofill(column) ? `${name} + 0` : name;
  }
}

function finishOf(column: CatalogueColumn, policies: ColumnPolicies, decoding: TextDecoding | undefined): Finish | undefined {
  if (column.type === 'float') return (bytes, start, end) => floatText(Number(bytes.toString('latin1', start, end)));
  if (column.type === 'double') return (bytes, start, end) => String(Number(bytes.toString('latin1', start, end)));
  if (column.type === 'bit') return (bytes, start, end) => bitText(bytes, start, end, column.precision);
  if (hasDates(column) && policies.zeroDates(column) === 'null') {
    return (bytes, start) => (isZeroDate(bytes, start) ? null : undefined);
  }
  return decoding;
}

function isZerofill(column: CatalogueColumn): boolean {
  return column.native.includes('zerofill');
}

function isBinary(column: CatalogueColumn): boolean {
  return binaryTypes.has(column.type);
}

const binaryTypes: ReadonlySet<string> = new Set([
  'binary',
  'varbinary',
  'tinyblob',
  'blob',
  'mediumblob',
  'longblob',
  'vector',
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
]);

/** The shortest text that reads back as the same single-precision number. */
function floatText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** Zeros and ones, highest first; the stored bytes may have more of them than the column. */
function bitText(bytes: Buffer, start: number, end: number, digits: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += (bytes[at] ?? 0).toString(2).padStart(8, '0');
  return text.slice(-digits).padStart(digits, '0');
}

const zero = 0x30;

/** `0000-…`, `….-00-…`, `…-00` of `YYYY-MM-DD…`: a year of zeros, a month or a day of zeros. */
function isZeroDate(bytes: Buffer, start: number): boolean {
  const zeros = (from: number, count: number) => {
    for (let at = start + from; at < start + from + count; at++) if (bytes[at] !== zero) return false;
    return true;
  };
  return zeros(5, 2) || zeros(8, 2) || zeros(0, 4);
}
