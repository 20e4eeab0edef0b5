import { LienThongError } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Value } from './client.ts';
import { formOf } from './column-form.ts';
import { type ParameterType, quoteIdentifier } from './sql.ts';
import { declaredType } from './type-mappings.ts';

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
  readonly parameter: ParameterType;
  /** From the driver's value to the text of a position. */
  text(value: Value): string;
  /** From the text of a position to the value of a parameter. */
  value(text: string): string | number | Buffer;
  /** What stands for the parameter in a comparison: of the column's own type, or the index would not serve. */
  literal(parameter: string): string;
}

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
    parameter: way.parameter,
    text: keyText,
    value: (text) => parameterValue(text, way),
    literal: (parameter) => literalOf(column, way, parameter),
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

function keyText(value: Value): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex') : String(value);
}

function parameterValue(text: string, { parameter, pattern }: Way): string | number | Buffer {
  if (!pattern.test(text))
    throw new LienThongError('POSITION_FOREIGN', { message: "a position holds a key that does not fit its column's type" });
  if (parameter === 'float') return Number(text);
  return parameter === 'bytes' ? Buffer.from(text, 'hex') : text;
}
