import { SqlServerError, type SqlType } from '../../engine.ts';
import { type Bound, nullBound } from '../binding/bound.ts';
import { kindOf, postgresType } from '../types/kinds.ts';
import { convert } from './convert.ts';

const patterns: Readonly<Partial<Record<ReturnType<typeof kindOf>, string>>> = {
  integer: String.raw`^\s*[+-]?\d{1,18}\s*$|^\s*$`,
  decimal: String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$`,
  float: String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$`,
  guid: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}',
};

/** TRY_CONVERT and TRY_CAST: NULL for what does not convert. From texts; between other types only overflow could fail. */
export function tried(value: Bound, type: SqlType, style: number | undefined): Bound {
  if (value.isNull === true) return nullBound(type);
  const converted = convert(value, type, style);
  const kind = kindOf(type);
  if (kindOf(value.type) !== 'text' || kind === 'text') return { ...converted, nullable: true };
  const pattern = patterns[kind];
  const condition = pattern === undefined ? undefined : `(${value.sql}) ~ '${pattern}'`;
  const isMoment = kind === 'moment' || kind === 'offset';
  if (condition === undefined && !isMoment) throw new SqlServerError(40510, `TRY_CONVERT to ${type.name} is not supported by this server.`);
  const test = condition ?? `tsql.is_moment(${value.sql}, '${type.name}', ${style ?? 0})`;
  return { ...converted, sql: `(case when ${test} then ${converted.sql} end)::${postgresType(type)}`, nullable: true };
}
