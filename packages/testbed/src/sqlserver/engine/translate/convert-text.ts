import type { SqlType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import { collationOf } from '../types/collations.ts';
import { collationNameOf, isUnicode, kindOf } from '../types/kinds.ts';

/** To text, cut to its length as CONVERT does; numbers that do not fit become `*`. */
export function toText(value: Bound, to: SqlType, style: number | undefined): string | undefined {
  const text = textOf(value, to, style);
  return text === undefined ? undefined : cut(inPage(text, value.type, to), to, kindOf(value.type) === 'integer');
}

function textOf({ sql, type }: Bound, to: SqlType, style: number | undefined): string | undefined {
  switch (kindOf(type)) {
    case 'bit':
    case 'integer':
    case 'decimal':
      return `(${sql})::text`;
    case 'money':
      return `tsql.money_text(${sql}, ${style ?? 0})`;
    case 'float':
      return `tsql.float_text(${sql}, ${style ?? 0}, ${type.name === 'real'})`;
    case 'moment':
      return `tsql.moment_text(${sql}, '${type.name}', ${digits(type)}, ${style ?? (type.name.endsWith('datetime') ? 0 : 121)})`;
    case 'offset':
      return `tsql.offset_moment_text(${sql}, ${digits(type)}, ${style ?? 121})`;
    case 'guid':
      return `tsql.guid_text(${sql})`;
    case 'text':
      return sql;
    case 'binary':
      return type.name === 'image' ? undefined : binaryText(sql, to, style);
    case 'udt':
      return 'typeName' in type && type.typeName === 'hierarchyid' ? `tsql.hierarchy_text(${sql})` : undefined;
    case 'variant':
      return undefined;
  }
}

function digits(type: SqlType): number {
  if (type.name === 'datetime' || type.name === 'smalldatetime') return 3;
  return 'scale' in type ? type.scale : 0;
}

function binaryText(sql: string, to: SqlType, style: number | undefined): string {
  if (style === 1 || style === 2) return `(${style === 1 ? "'0x' || " : ''}upper(encode(${sql}, 'hex')))`;
  return isUnicode(to) ? `tsql.from_utf16(${sql})` : `tsql.page${pageOf(to)}_text(${sql})`;
}

export function pageOf(type: SqlType): number {
  return collationOf(collationNameOf(type) ?? '').codePage;
}

/** What a code page does not have becomes `?`. */
function inPage(text: string, from: SqlType, to: SqlType): string {
  if (kindOf(from) !== 'text' || isUnicode(to)) return text;
  return !isUnicode(from) && pageOf(from) === pageOf(to) ? text : `tsql.page${pageOf(to)}(${text})`;
}

function cut(text: string, to: SqlType, isWhole: boolean): string {
  if (!('length' in to) || to.length === 'max') return text;
  if (isWhole && !isUnicode(to)) return pad(`tsql.whole_text((${text})::bigint, ${to.length})`, to, to.length);
  if (isUnicode(to)) return pad(`tsql.cut_units(${text}, ${to.length})`, to, to.length);
  return pad(pageOf(to) === 65_001 ? `tsql.cut_bytes(${text}, ${to.length})` : `left(${text}, ${to.length})`, to, to.length);
}

/** char and nchar are filled with blanks. */
export function pad(text: string, to: SqlType, length: number): string {
  return to.name === 'char' || to.name === 'nchar' ? `rpad(${text}, ${length})` : text;
}

/** The length of a text as its type counts it: units of UTF-16 or bytes. */
export function sizeOf(text: string, type: SqlType): string {
  if (isUnicode(type)) return `tsql.units(${text})`;
  return pageOf(type) === 65_001 ? `octet_length(${text})` : `length(${text})`;
}
