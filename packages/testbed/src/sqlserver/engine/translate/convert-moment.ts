import type { SqlType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import { kindOf } from '../types/kinds.ts';

/** Days from 0001-01-01 to 1900-01-01, where datetime counts from. */
const dayZero = 693_595;

export function toMoment(value: Bound, to: SqlType, style: number | undefined): string | undefined {
  const ticks = ticksOf(value, to, style);
  return ticks === undefined ? undefined : rounded(ticks, to);
}

function ticksOf({ sql, type }: Bound, to: SqlType, style: number | undefined): string | undefined {
  switch (kindOf(type)) {
    case 'moment':
      // A time gets the first day of datetime; a date cannot become a time.
      if (type.name === 'time')
        return to.name === 'date' ? undefined : to.name === 'time' ? sql : `(${sql} % 864000000000 + ${dayZero}::bigint * 864000000000)`;
      return type.name === 'date' && to.name === 'time' ? undefined : sql;
    case 'offset':
      return `tsql.offset_local(${sql})`;
    case 'text':
      return `tsql.offset_local(tsql.parse_moment(${sql}, '${to.name}', ${style ?? 0}))`;
    case 'integer':
    case 'bit':
      return isOld(to) ? `((${sql})::bigint + ${dayZero}) * 864000000000` : undefined;
    case 'decimal':
    case 'float':
      return isOld(to) ? `(((${sql})::numeric + ${dayZero}) * 864000000000)::bigint` : undefined;
    default:
      return undefined;
  }
}

function isOld(type: SqlType): boolean {
  return type.name === 'datetime' || type.name === 'smalldatetime';
}

function rounded(ticks: string, to: SqlType): string {
  switch (to.name) {
    case 'date':
      return `${ticks} / 864000000000 * 864000000000`;
    case 'time':
      return `tsql.to_time(${ticks}, ${to.scale})`;
    case 'datetime':
      return `tsql.to_datetime(${ticks})`;
    case 'smalldatetime':
      return `tsql.to_smalldatetime(${ticks})`;
    case 'datetime2':
      return `tsql.round_scale(${ticks}, ${to.scale})`;
    default:
      return ticks;
  }
}

export function toOffset(value: Bound, to: SqlType, style: number | undefined): string | undefined {
  const { scale } = to as { readonly scale: number };
  const kept = (parsed: string): string =>
    `tsql.offset_of(tsql.round_scale(tsql.offset_utc(${parsed}), ${scale}), tsql.offset_minutes(${parsed}))`;
  if (kindOf(value.type) === 'offset') return kept(value.sql);
  if (kindOf(value.type) === 'text') return kept(`tsql.parse_moment(${value.sql}, 'datetimeoffset', ${style ?? 0})`);
  const ticks = kindOf(value.type) === 'moment' ? ticksOf(value, { name: 'datetime2', scale }, style) : undefined;
  return ticks === undefined ? undefined : `tsql.offset_of(tsql.round_scale(${ticks}, ${scale}), 0)`;
}
