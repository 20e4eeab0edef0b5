import { OracleError, type OracleType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import { isLarge, kindOf, number } from '../values/types.ts';
import { convert, recoded, toNumber } from './convert.ts';

/** What PostgreSQL compares and sorts by. */
export function sortKey({ sql, type }: Bound): string {
  if (isLarge(type) || type.name === 'long')
    throw new OracleError(932, `inconsistent datatypes: expected - got ${type.name.toUpperCase()}`);
  return kindOf(type) === 'zoned' ? `(${sql}).at` : sql;
}

/** Two values made comparable by Oracle's precedence: numbers and dates win over texts. */
export function aligned(context: Context, left: Bound, right: Bound): readonly [string, string] {
  if (left.isNull === true || right.isNull === true) return ['null::text', 'null::text'];
  const [a, b] = [kindOf(left.type), kindOf(right.type)];
  if (a === 'text' && b === 'text') return texts(context, left, right);
  if (a === b) return [sortKey(left), sortKey(right)];
  if (a === 'number' || b === 'number') {
    if (a === 'float' || b === 'float') return [`(${left.sql})::float8`, `(${right.sql})::float8`];
    return [toNumber(left).sql, toNumber(right).sql];
  }
  const to = stronger(left.type, right.type);
  return [sortKey(convert(context, left, to)), sortKey(convert(context, right, to))];
}

const strength = ['text', 'rowid', 'bytes', 'boolean', 'number', 'float', 'months', 'seconds', 'moment', 'local', 'zoned'];

function stronger(left: OracleType, right: OracleType): OracleType {
  const [a, b] = [left, right].map((type) => strength.indexOf(kindOf(type)));
  if (a === -1 || b === -1)
    throw new OracleError(932, `inconsistent datatypes: expected ${left.name.toUpperCase()} got ${right.name.toUpperCase()}`);
  const found = (a ?? 0) >= (b ?? 0) ? left : right;
  return found.name === 'date' && (left.name === 'timestamp' || right.name === 'timestamp')
    ? { name: 'timestamp', scale: 9 }
    : kindOf(found) === 'number'
      ? number
      : found;
}

/** Two CHARs compare without the blanks at their end; with a VARCHAR2 every blank counts. */
function texts(context: Context, left: Bound, right: Bound): readonly [string, string] {
  if (isLarge(left.type) || isLarge(right.type)) throw new OracleError(932, 'inconsistent datatypes: expected - got CLOB');
  const isPadded = [left, right].every(({ type }) => type.name === 'char' || type.name === 'nchar');
  const isMixed = left.type.name.startsWith('n') !== right.type.name.startsWith('n');
  const key = (value: Bound): string => {
    const sql = isMixed ? recoded(context, value, { name: 'nvarchar2', length: 1 }) : value.sql;
    return isPadded ? `rtrim(${sql}, ' ')` : sql;
  };
  return [key(left), key(right)];
}
