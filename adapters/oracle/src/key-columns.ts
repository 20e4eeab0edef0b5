import { LienThongError } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Value } from './client.ts';
import { formatOf, formOf } from './column-form.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type BindType, quoteIdentifier } from './sql.ts';

/** A column of the key by which a table is walked. */
export interface KeyColumn {
  readonly name: string;
  /** What is compared and put in order: as bare as the index has it. */
  readonly sql: string;
  /** What is selected of the column, which a statement names in its own way, so that its text makes the literal again. */
  printed(column: string): string;
  readonly nullable: boolean;
  /** Whole numbers: ranges can be cut without reading. */
  readonly integer: boolean;
  readonly bind: BindType;
  /** From the driver's value to the text of a position. */
  text(value: Value): string;
  /** From the text of a position to the value of a bind. */
  value(text: string): string | Buffer;
  /** What stands for the bind in a comparison: of the column's own type, or the index would not serve. */
  literal(bind: string): string;
}

interface Way {
  readonly bind: BindType;
  /** What a text of a position must look like. */
  readonly pattern: RegExp;
  literal(bind: string, column: CatalogueColumn): string;
}

const time = (name: string): Way => ({
  bind: 'text',
  pattern: /^-?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[+-]\d\d:\d\d)?$/,
  literal: (bind, { type, scale }) => `${name}(${bind}, '${formatOf(type, type === 'DATE' ? 0 : (scale ?? 6))}')`,
});
const unicode: Way = { bind: 'text', pattern: /^[^]*$/, literal: (bind) => bind };
const national: Way = { ...unicode, bind: 'national' };

/** Types whose values can be told to the server again, and that put rows in order. */
const ways: Readonly<Record<string, Way>> = {
  NUMBER: { bind: 'text', pattern: /^-?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?$/i, literal: (bind) => `to_number(${bind})` },
  DATE: time('to_date'),
  TIMESTAMP: time('to_timestamp'),
  'TIMESTAMP WITH TIME ZONE': time('to_timestamp_tz'),
  'TIMESTAMP WITH LOCAL TIME ZONE': time('to_timestamp_tz'),
  CHAR: unicode,
  VARCHAR2: unicode,
  NCHAR: national,
  NVARCHAR2: national,
  RAW: { bind: 'bytes', pattern: /^(?:[\da-f]{2})*$/, literal: (bind) => bind },
};
const storedWay: Way = { bind: 'bytes', pattern: /^(?:[\da-f]{2})*$/, literal: (bind) => `utl_raw.cast_to_varchar2(${bind})` };

/** `undefined`: values of this type cannot be told to the server again. */
export function keyColumn(column: CatalogueColumn, policies: ColumnPolicies): KeyColumn | undefined {
  const form = formOf(column, policies);
  const way = form.stored ? storedWay : ways[column.type];
  if (way === undefined || form.large) return undefined;
  return {
    name: column.name,
    sql: quoteIdentifier(column.name),
    printed: form.sql,
    nullable: column.nullable,
    integer: column.type === 'NUMBER' && column.precision !== undefined && (column.scale ?? 0) <= 0,
    bind: way.bind,
    text: form.tidy === 'time' ? timeText : keyText,
    value: (text) => bindValue(text, way),
    literal: (bind) => way.literal(bind, column),
  };
}

/** How a table without a key is walked. */
export const rowidColumn: KeyColumn = {
  name: 'ROWID',
  sql: 'rowid',
  printed: () => 'rowid',
  nullable: false,
  integer: false,
  bind: 'text',
  text: keyText,
  value: (text) => bindValue(text, { bind: 'text', pattern: /^[\w+/*-]{1,200}$/ }),
  literal: (bind) => `chartorowid(${bind})`,
};

function keyText(value: Value): string {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex') : String(value);
}

/** A time begins with a blank in the place of its sign. */
function timeText(value: Value): string {
  return String(value).trimStart();
}

function bindValue(text: string, { bind, pattern }: Pick<Way, 'bind' | 'pattern'>): string | Buffer {
  if (!pattern.test(text))
    throw new LienThongError('POSITION_FOREIGN', { message: "a position holds a key that does not fit its column's type" });
  return bind === 'bytes' ? Buffer.from(text, 'hex') : text;
}
