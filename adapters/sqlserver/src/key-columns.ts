import { keyText, misfitKey, type KeyColumn as WalkedColumn } from '@lienthong/adapter-kit';
import type { CatalogueColumn } from './catalogue.ts';
import type { Value } from './client.ts';
import { formOf } from './column-form.ts';
import { type ParameterList, type ParameterType, quoteIdentifier } from './sql.ts';
import { declaredType } from './type-mappings.ts';

export type KeyColumn = WalkedColumn<ParameterList, Value>;

const integers: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint']);

interface Way {
  readonly parameter: ParameterType;
  /** What a text of a position must look like. */
  readonly pattern: RegExp;
  /** Of the conversion of a text to the column's type. */
  readonly style?: number;
}

const number: Way = { parameter: 'ascii', pattern: /^-?\d+(?:\.\d+)?$/ };
const time: Way = { parameter: 'ascii', pattern: /^[\d :.T+-]+$/, style: 121 };
const unicode: Way = { parameter: 'text', pattern: /^[^]*$/ };
const binary: Way = { parameter: 'bytes', pattern: /^(?:[\da-f]{2})*$/ };
const float: Way = { parameter: 'float', pattern: /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/ };

/** Types whose values can be told to the server again, and that put rows in order. */
const ways: Readonly<Record<string, Way>> = {
  bit: number,
  tinyint: number,
  smallint: number,
  int: number,
  bigint: number,
  decimal: number,
  numeric: number,
  money: number,
  smallmoney: number,
  float,
  real: float,
  date: { ...time, style: 23 },
  datetime: time,
  smalldatetime: time,
  datetime2: time,
  time,
  datetimeoffset: { ...time, style: 126 },
  uniqueidentifier: { parameter: 'ascii', pattern: /^[\da-f-]{36}$/i },
  char: unicode,
  varchar: unicode,
  nchar: unicode,
  nvarchar: unicode,
  binary,
  varbinary: binary,
  timestamp: binary,
};

/** `undefined`: values of this type cannot be told to the server again. */
export function keyColumn(column: CatalogueColumn): KeyColumn | undefined {
  const way = ways[column.type];
  if (way === undefined) return undefined;
  const form = formOf(column, { storedText: () => false });
  return {
    name: column.name,
    sql: quoteIdentifier(column.name),
    printed: column.type === 'timestamp' ? (x) => `convert(binary(8), ${x})` : form.sql,
    nullable: column.nullable,
    integer: integers.has(column.type),
    text: keyText,
    operand: (text, parameters, name) => literalOf(column, way, parameters.add(name, way.parameter, parameterValue(text, way))),
  };
}

function literalOf(column: CatalogueColumn, { parameter: type, style }: Way, parameter: string): string {
  if (type === 'float' || type === 'bytes') return parameter;
  // Unicode texts are compared as the column's collation does; others must be of its code page first, or the column would be converted.
  if (type === 'text') {
    const isUnicode = column.type === 'nchar' || column.type === 'nvarchar';
    return isUnicode ? parameter : `convert(${declaredType(column)}, ${parameter} collate ${column.collation ?? 'database_default'})`;
  }
  return `convert(${declaredType(column)}, ${parameter}${style === undefined ? '' : `, ${style}`})`;
}

function parameterValue(text: string, { parameter, pattern }: Way): string | number | Buffer {
  if (!pattern.test(text)) throw misfitKey();
  if (parameter === 'float') return Number(text);
  return parameter === 'bytes' ? Buffer.from(text, 'hex') : text;
}
