import type { SqlType } from '../../engine.ts';
import { type Bound, bound, nullBound } from '../binding/bound.ts';
import { notAllowed } from '../types/conversion-errors.ts';
import { kindOf, postgresType } from '../types/kinds.ts';
import { toBinary, toGuid } from './convert-binary.ts';
import { toMoment, toOffset } from './convert-moment.ts';
import { toBit, toDecimal, toFloat, toInteger, toMoney } from './convert-number.ts';
import { toText } from './convert-text.ts';
import { fromVariant, toVariant } from './convert-variant.ts';

/** A converter gives SQL, or undefined when SQL Server does not convert so. */
export type Converter<To extends SqlType = SqlType> = (value: Bound, to: To, style: number | undefined) => string | undefined;

const toKind: Readonly<Record<ReturnType<typeof kindOf>, Converter>> = {
  bit: toBit,
  integer: toInteger,
  decimal: toDecimal,
  money: toMoney,
  float: toFloat,
  moment: toMoment,
  offset: toOffset,
  text: toText,
  binary: toBinary,
  guid: toGuid,
  variant: toVariant,
  udt: ({ sql, type }, to) => {
    if (kindOf(type) === 'binary') return sql;
    if (kindOf(type) === 'udt' && 'typeName' in type && 'typeName' in to) return type.typeName === to.typeName ? sql : undefined;
    // `hierarchyid` reads its own text: cast('/1/' as hierarchyid).
    return kindOf(type) === 'text' && 'typeName' in to && to.typeName === 'hierarchyid' ? `tsql.parse_hierarchy(${sql})` : undefined;
  },
};

/** CONVERT and CAST, and what the server does between types by itself; refuses with 529. */
export function convert(value: Bound, to: SqlType, style?: number): Bound {
  if (value.isNull === true) return nullBound(to);
  const coercibility = value.coercibility;
  if (sameType(value.type, to)) return { ...value, type: to, coercibility };
  const sql =
    kindOf(value.type) === 'variant' && kindOf(to) !== 'variant'
      ? fromVariant(value, (held) => toKind[kindOf(to)](held, to, style))
      : toKind[kindOf(to)](value, to, style);
  if (sql === undefined) throw notAllowed(value.type, to);
  return bound(`(${sql})::${postgresType(to)}`, to, { nullable: value.nullable, coercibility });
}

/** Equal in all that a value can show. */
function sameType(a: SqlType, b: SqlType): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
