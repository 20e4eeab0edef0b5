import { OracleError, type OracleType } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import { date, isLarge, isNational, kindOf, lengthOf, number, varchar2 } from '../values/types.ts';
import { convert, recoded, toNumber, toText } from './convert.ts';

export function arithmetic(context: Context, operator: '+' | '-' | '*' | '/' | '||', left: Bound, right: Bound): Bound {
  if (operator === '||') return concatenation(context, left, right);
  const [a, b] = [kindOf(left.type), kindOf(right.type)];
  const temporal = ['moment', 'zoned', 'local', 'months', 'seconds'];
  if (temporal.includes(a) || temporal.includes(b)) return temporals(context, operator, left, right);
  if (a === 'float' || b === 'float') {
    const type: OracleType = {
      name: left.type.name === 'binary_float' && right.type.name !== 'binary_double' ? 'binary_float' : 'binary_double',
    };
    return bound(`(${convert(context, left, type).sql} ${operator} ${convert(context, right, type).sql})`, type);
  }
  const [x, y] = [toNumber(left).sql, toNumber(right).sql];
  if (operator === '/') return bound(`ora.divide(${x}, ${y})`, number);
  return bound(operator === '*' ? `ora.rounded(${x} * ${y})` : `(${x} ${operator} ${y})`, number);
}

/** NULL and the empty text are one, and add nothing. */
function concatenation(context: Context, left: Bound, right: Bound): Bound {
  const [a, b] = [toText(context, left), toText(context, right)];
  const national = isNational(a.type) || isNational(b.type);
  const large = isLarge(a.type) || isLarge(b.type);
  const length = (left.isNull === true ? 0 : lengthOf(a.type)) + (right.isNull === true ? 0 : lengthOf(b.type));
  const type: OracleType = large
    ? { name: national ? 'nclob' : 'clob' }
    : national
      ? { name: 'nvarchar2', length: Math.min(length, 4000) }
      : varchar2(Math.min(length, 4000));
  const joined = `concat(${recoded(context, a, type)}, ${recoded(context, b, type)})`;
  return bound(`nullif(${joined}, '')`, type);
}

function temporals(context: Context, operator: '+' | '-' | '*' | '/', left: Bound, right: Bound): Bound {
  const [a, b] = [kindOf(left.type), kindOf(right.type)];
  if (operator === '+' && !isMoment(a) && isMoment(b)) return temporals(context, operator, right, left);
  if (isMoment(a) && isMoment(b) && operator === '-') return difference(context, left, right);
  const isSum = operator === '+' || operator === '-';
  const moved = isMoment(a) && isSum ? moment(context, operator, left, right) : undefined;
  if (moved !== undefined) return moved;
  const isInterval = a === 'seconds' || a === 'months';
  if (isInterval && (isSum ? a === b : b === 'number')) return bound(`(${left.sql} ${operator} ${right.sql})`, left.type);
  throw new OracleError(932, `inconsistent datatypes: expected NUMBER got ${left.type.name.toUpperCase()}`);
}

const isMoment = (kind: string): boolean => ['moment', 'zoned', 'local'].includes(kind);

/** Days between dates; an interval between all others, as moments of one clock or in UTC. */
function difference(context: Context, left: Bound, right: Bound): Bound {
  const anyZoned = [left, right].some(({ type }) => kindOf(type) === 'zoned');
  if (left.type.name === 'date' && right.type.name === 'date')
    return bound(`ora.rounded((${left.sql} - ${right.sql} + 0e-45) / 86400)`, number);
  const at = (value: Bound): string =>
    anyZoned ? `(${convert(context, value, { name: 'timestamp with time zone', scale: 9 }).sql}).at` : value.sql;
  return bound(`(${at(left)} - ${at(right)})`, { name: 'interval day to second', precision: 9, scale: 9 });
}

function moment(context: Context, operator: '+' | '-', left: Bound, right: Bound): Bound | undefined {
  const b = kindOf(right.type);
  if (b === 'months')
    return bound(
      shifted(left, (sql) => `ora.add_months(${sql}, ${operator === '-' ? '-' : ''}(${right.sql}))`),
      left.type,
    );
  if (b === 'seconds')
    return bound(
      shifted(left, (sql) => (left.type.name === 'date' ? `floor(${sql} ${operator} ${right.sql})` : `(${sql} ${operator} ${right.sql})`)),
      left.type,
    );
  if (b === 'number' || b === 'text') {
    // Days, to the second: a timestamp becomes a date by it.
    const whole = convert(context, left, date).sql;
    return bound(`(${whole} ${operator} round(${toNumber(right).sql} * 86400))`, date);
  }
  return undefined;
}

function shifted({ sql, type }: Bound, move: (sql: string) => string): string {
  return kindOf(type) === 'zoned' ? `row(${move(`(${sql}).at`)}, (${sql}).zone)::ora.zoned` : move(sql);
}
