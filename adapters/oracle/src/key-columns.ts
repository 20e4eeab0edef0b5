import { keyText, misfitKey, type KeyColumn as WalkedColumn } from '@lienthong/adapter-kit';
import type { CatalogueColumn } from './catalogue.ts';
import type { Value } from './client.ts';
import { formatOf, formOf, isTime } from './column-form.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type BindList, type BindType, quoteIdentifier } from './sql.ts';

export type KeyColumn = WalkedColumn<BindList, Value>;

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
    text: isTime(column) ? timeText : keyText,
    operand: (text, binds, name) => way.literal(binds.add(name, way.bind, bindValue(text, way)), column),
  };
}

const rowidWay: Pick<Way, 'bind' | 'pattern'> = { bind: 'text', pattern: /^[\w+/*-]{1,200}$/ };

/** How a table without a key is walked. */
export const rowidColumn: KeyColumn = {
  name: 'ROWID',
  sql: 'rowid',
  printed: () => 'rowid',
  nullable: false,
  integer: false,
  text: keyText,
  operand: (text, binds, name) => `chartorowid(${binds.add(name, 'text', bindValue(text, rowidWay))})`,
};

/** A time begins with a blank in the place of its sign. */
function timeText(value: Value): string {
  return String(value).trimStart();
}

function bindValue(text: string, { bind, pattern }: Pick<Way, 'bind' | 'pattern'>): string | Buffer {
  if (!pattern.test(text)) throw misfitKey();
  return bind === 'bytes' ? Buffer.from(text, 'hex') : text;
}
