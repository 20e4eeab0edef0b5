import { OracleError, type OracleType } from '../../engine.ts';
import type { TypeName } from '../syntax/ast.ts';

export type Kind =
  | 'number'
  | 'float'
  | 'text'
  | 'moment'
  | 'zoned'
  | 'local'
  | 'months'
  | 'seconds'
  | 'bytes'
  | 'rowid'
  | 'boolean'
  | 'other';

export function kindOf({ name }: OracleType): Kind {
  switch (name) {
    case 'number':
      return 'number';
    case 'binary_float':
    case 'binary_double':
      return 'float';
    case 'date':
    case 'timestamp':
      return 'moment';
    case 'timestamp with time zone':
      return 'zoned';
    case 'timestamp with local time zone':
      return 'local';
    case 'interval year to month':
      return 'months';
    case 'interval day to second':
      return 'seconds';
    case 'raw':
    case 'long raw':
    case 'blob':
      return 'bytes';
    case 'rowid':
      return 'rowid';
    case 'boolean':
      return 'boolean';
    case 'varchar2':
    case 'char':
    case 'nvarchar2':
    case 'nchar':
    case 'clob':
    case 'nclob':
    case 'long':
    case 'urowid':
      return 'text';
    default:
      return 'other';
  }
}

/** NCHAR, NVARCHAR2 and NCLOB hold Unicode, whatever the database's character set. */
export function isNational({ name }: OracleType): boolean {
  return name === 'nvarchar2' || name === 'nchar' || name === 'nclob';
}

export function isLarge({ name }: OracleType): boolean {
  return name === 'clob' || name === 'nclob' || name === 'blob' || name === 'xmltype' || name === 'json';
}

export const number: OracleType = { name: 'number', precision: 0, scale: -127 };
export const date: OracleType = { name: 'date' };
export const timestamp: OracleType = { name: 'timestamp', scale: 9 };

export function varchar2(length: number): OracleType {
  return { name: 'varchar2', length: Math.max(Math.min(length, 32_767), 1) };
}

export function lengthOf(type: OracleType): number {
  return 'length' in type ? type.length : type.name === 'number' ? 40 : type.name === 'rowid' ? 18 : isLarge(type) ? 32_767 : 75;
}

const plain: Readonly<Record<string, OracleType['name']>> = {
  BINARY_FLOAT: 'binary_float',
  BINARY_DOUBLE: 'binary_double',
  DATE: 'date',
  ROWID: 'rowid',
  UROWID: 'urowid',
  LONG: 'long',
  'LONG RAW': 'long raw',
  CLOB: 'clob',
  NCLOB: 'nclob',
  BLOB: 'blob',
  BFILE: 'bfile',
  JSON: 'json',
  XMLTYPE: 'xmltype',
  BOOLEAN: 'boolean',
};

/** A type by its name; refuses with 902 what is none, and with 906, 910 or 1727 sizes that are none. */
export function namedType({ name, sizes, unit }: TypeName, major: number): OracleType {
  const [first, second] = sizes;
  const isOld = (name === 'JSON' && major < 21) || (name === 'BOOLEAN' && major < 23);
  const simple = isOld ? undefined : plain[name];
  if (simple !== undefined) return { name: simple } as OracleType;
  const found = numberType(name, sizes) ?? sizedType(name, first, unit);
  if (found !== undefined) return found;
  switch (name) {
    case 'TIMESTAMP':
    case 'TIMESTAMP WITH TIME ZONE':
    case 'TIMESTAMP WITH LOCAL TIME ZONE':
      if ((first ?? 6) > 9) throw new OracleError(30_088, 'datetime/interval precision is out of range');
      return { name: name.toLowerCase() as 'timestamp', scale: first ?? 6 };
    case 'INTERVAL YEAR TO MONTH':
      return { name: 'interval year to month', precision: first ?? 2 };
    case 'INTERVAL DAY TO SECOND':
      return { name: 'interval day to second', precision: first ?? 2, scale: second ?? 6 };
    default:
      throw new OracleError(902, 'invalid datatype');
  }
}

function numberType(name: string, [first, second]: readonly number[]): OracleType | undefined {
  switch (name) {
    case 'NUMBER':
    case 'NUMERIC':
    case 'DECIMAL':
    case 'DEC':
      if ((first ?? 1) < 1 || (first ?? 1) > 38) throw new OracleError(1727, 'numeric precision specifier is out of range (1 to 38)');
      if (Math.abs((second ?? 0) - 21.5) > 105.5) throw new OracleError(1728, 'numeric scale specifier is out of range (-84 to 127)');
      if (first === undefined) return name === 'NUMBER' ? number : { name: 'number', precision: 38, scale: 0 };
      return { name: 'number', precision: first, scale: second ?? 0 };
    case 'INTEGER':
    case 'INT':
    case 'SMALLINT':
    case 'PLS_INTEGER':
    case 'BINARY_INTEGER':
      return { name: 'number', precision: 38, scale: 0 };
    case 'FLOAT':
    case 'REAL':
    case 'DOUBLE PRECISION':
      return { name: 'number', precision: first ?? (name === 'REAL' ? 63 : 126), scale: -127 };
    default:
      return undefined;
  }
}

function sizedType(name: string, first: number | undefined, unit: TypeName['unit']): OracleType | undefined {
  switch (name) {
    case 'RAW':
      if (first === undefined) throw new OracleError(906, 'missing left parenthesis');
      return { name: 'raw', length: sized(first, 2000) };
    case 'VARCHAR2':
    case 'VARCHAR':
    case 'STRING':
      if (first === undefined) throw new OracleError(906, 'missing left parenthesis');
      return text('varchar2', sized(first, 32_767), unit);
    case 'CHAR':
    case 'CHARACTER':
      return text('char', sized(first ?? 1, 2000), unit);
    case 'NVARCHAR2':
      if (first === undefined) throw new OracleError(906, 'missing left parenthesis');
      return { name: 'nvarchar2', length: sized(first, 16_383) * 2, characters: first };
    case 'NCHAR':
      return { name: 'nchar', length: sized(first ?? 1, 1000) * 2, characters: first ?? 1 };
    default:
      return undefined;
  }
}

function text(name: 'varchar2' | 'char', size: number, unit: TypeName['unit']): OracleType {
  if (unit !== 'CHAR') return { name, length: size };
  return { name, length: Math.min(size * 4, name === 'char' ? 2000 : 32_767), characters: size };
}

function sized(size: number, most: number): number {
  if (size < 1) throw new OracleError(1723, 'zero-length columns are not allowed');
  if (size > most) throw new OracleError(910, 'specified length too long for its datatype');
  return size;
}
