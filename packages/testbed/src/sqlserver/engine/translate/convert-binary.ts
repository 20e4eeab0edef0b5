import type { SqlType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import { isUnicode, kindOf } from '../types/kinds.ts';
import { pageOf } from './convert-text.ts';

/** Bytes as SQL Server stores the value (Microsoft Learn, "binary and varbinary", conversions). */
export function toBinary(value: Bound, to: SqlType, style: number | undefined): string | undefined {
  const bytes = bytesOf(value, style);
  if (bytes === undefined) return undefined;
  const size = 'length' in to && to.length !== 'max' ? to.length : undefined;
  if (size === undefined) return bytes;
  const isNumber = ['bit', 'integer', 'money', 'float'].includes(kindOf(value.type));
  if (to.name === 'binary') return isNumber ? `tsql.whole_bytes(${padded(bytes, size)}, ${size})` : `tsql.pad_bytes(${bytes}, ${size})`;
  return isNumber ? `tsql.whole_bytes(${bytes}, ${size})` : `substring(${bytes} from 1 for ${size})`;
}

function padded(bytes: string, size: number): string {
  return `('\\x${'00'.repeat(size)}'::bytea || ${bytes})`;
}

function bytesOf({ sql, type }: Bound, style: number | undefined): string | undefined {
  switch (kindOf(type)) {
    case 'bit':
      return `substring(int2send(${sql}) from 2)`;
    case 'integer':
      return type.name === 'tinyint'
        ? `substring(int2send(${sql}) from 2)`
        : `${type.name === 'smallint' ? 'int2send' : type.name === 'int' ? 'int4send' : 'int8send'}(${sql})`;
    case 'decimal':
      return 'precision' in type ? `tsql.decimal_bytes(${sql}, ${type.precision}, ${type.scale})` : undefined;
    case 'money':
      return type.name === 'money' ? `int8send((${sql} * 10000)::bigint)` : `int4send((${sql} * 10000)::int)`;
    case 'float':
      return type.name === 'real' ? `float4send(${sql})` : `float8send(${sql})`;
    case 'moment':
    case 'offset':
      return momentBytes(sql, type);
    case 'text':
      if (style === 1 || style === 2) return `tsql.parse_hex(${sql}, ${style})`;
      return isUnicode(type) ? `tsql.utf16(${sql})` : `tsql.page${pageOf(type)}_bytes(${sql})`;
    case 'binary':
    case 'udt':
      return sql;
    case 'guid':
      return `tsql.guid_bytes(${sql})`;
    case 'variant':
      return undefined;
  }
}

const perDay = 864_000_000_000n;

/** Little-endian but for the two old types; a scale stands first where the type has one. */
function momentBytes(sql: string, type: SqlType): string | undefined {
  const low = (value: string, bytes: number): string => `tsql.reversed(substring(int8send(${value}) from ${9 - bytes}))`;
  const day = (ticks: string): string => low(`${ticks} / ${perDay}`, 3);
  const time = (ticks: string, scale: number): string =>
    low(`${ticks} % ${perDay} / ${10 ** (7 - scale)}`, scale < 3 ? 3 : scale < 5 ? 4 : 5);
  const scaleByte = (scale: number): string => `'\\x0${scale}'::bytea`;
  switch (type.name) {
    case 'date':
      return day(sql);
    case 'time':
      return `${scaleByte(type.scale)} || ${time(sql, type.scale)}`;
    case 'datetime2':
      return `${scaleByte(type.scale)} || ${time(sql, type.scale)} || ${day(sql)}`;
    case 'datetimeoffset': {
      const utc = `tsql.offset_utc(${sql})`;
      return `${scaleByte(type.scale)} || ${time(utc, type.scale)} || ${day(utc)} || ${low(`tsql.offset_minutes(${sql})::bigint`, 2)}`;
    }
    case 'datetime':
      return `int4send((${sql} / ${perDay} - 693595)::int) || int4send(round(${sql} % ${perDay} * 3 / 100000.0)::int)`;
    case 'smalldatetime':
      return `substring(int4send((${sql} / ${perDay} - 693595)::int) from 3) || substring(int4send((${sql} % ${perDay} / 600000000)::int) from 3)`;
    default:
      return undefined;
  }
}

export function toGuid({ sql, type }: Bound): string | undefined {
  switch (kindOf(type)) {
    case 'guid':
      return sql;
    case 'text':
      return `tsql.parse_guid(${sql})`;
    case 'binary':
      return `tsql.guid_from_bytes(${sql})`;
    default:
      return undefined;
  }
}
