import { SqlServerError, type SqlType } from '../../engine.ts';
import { type Bound, bound, nullBound } from '../binding/bound.ts';
import { commonCollation, decimalOf, meet } from '../binding/common-type.ts';
import type { ArithmeticOperator } from '../syntax/ast.ts';
import { clash } from '../types/conversion-errors.ts';
import { isUnicode, kindOf, postgresType } from '../types/kinds.ts';
import { convert } from './convert.ts';

/** `a + b` and the like, with the type that SQL Server gives the result. */
export function arithmetic(operator: ArithmeticOperator, first: Bound, second: Bound): Bound {
  if (first.isNull === true && second.isNull === true) return nullBound();
  // NULL takes part as the other side's type.
  const left = first.isNull === true ? nullBound(second.type) : first;
  const right = second.isNull === true ? nullBound(first.type) : second;
  const [a, b] = [kindOf(left.type), kindOf(right.type)];
  if (operator === '+' && a === 'text' && b === 'text') return concatenated(left, right);
  if (operator === '+' && a === 'binary' && b === 'binary') return joinedBytes(left, right);
  return momentArithmetic(operator, left, right) ?? numbers(operator, left, right);
}

function numbers(operator: ArithmeticOperator, left: Bound, right: Bound): Bound {
  const nullable = left.nullable || right.nullable;
  const type = meet(left.type, right.type);
  const kind = kindOf(type);
  if (kind === 'integer' || kind === 'bit') return integers(operator, convert(left, type), convert(right, type), type, nullable);
  if (operator === '&' || operator === '|' || operator === '^') {
    throw new SqlServerError(
      402,
      `The data types ${left.type.name} and ${right.type.name} are incompatible in the '${operator}' operator.`,
    );
  }
  if (kind === 'decimal') return decimals(operator, left, right, nullable);
  if (kind !== 'money' && kind !== 'float') throw clash(left.type, right.type);
  const raw = `(${convert(left, type).sql} ${operator} ${convert(right, type).sql})`;
  return bound(kind === 'money' ? `tsql.fit_money(trunc(${raw}, 4))` : `${raw}::${postgresType(type)}`, type, { nullable });
}

function integers(operator: ArithmeticOperator, left: Bound, right: Bound, type: SqlType, nullable: boolean): Bound {
  const sign = operator === '^' ? '#' : operator;
  return bound(`(${left.sql} ${sign} ${right.sql})`, type, { nullable });
}

interface Digits {
  readonly precision: number;
  readonly scale: number;
}

/** Microsoft Learn, "Precision, scale, and length": what is beyond 38 digits is taken from the scale. */
function resultDigits(operator: ArithmeticOperator, a: Digits, b: Digits): Digits {
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  const { precision, scale } = exactDigits(operator, a, b, whole);
  if (precision <= 38) return { precision, scale };
  const isProduct = operator === '*' || operator === '/';
  return {
    precision: 38,
    scale: isProduct ? Math.max(Math.min(scale, 6), scale - (precision - 38)) : Math.max(0, Math.min(scale, 38 - whole)),
  };
}

function exactDigits(operator: ArithmeticOperator, a: Digits, b: Digits, whole: number): Digits {
  const scale = Math.max(a.scale, b.scale);
  switch (operator) {
    case '*':
      return { precision: a.precision + b.precision + 1, scale: a.scale + b.scale };
    case '/': {
      const quotient = Math.max(6, a.scale + b.precision + 1);
      return { precision: a.precision - a.scale + b.scale + quotient, scale: quotient };
    }
    case '%':
      return { precision: Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale };
    default:
      return { precision: whole + scale + 1, scale };
  }
}

function decimals(operator: ArithmeticOperator, left: Bound, right: Bound, nullable: boolean): Bound {
  const a = decimalOf(left.type);
  const b = decimalOf(right.type);
  if (a === undefined || b === undefined) throw clash(left.type, right.type);
  const { precision, scale } = resultDigits(operator, a, b);
  const raw = `(${left.sql})::numeric ${operator} (${right.sql})::numeric`;
  const type: SqlType = { name: left.type.name === 'decimal' || right.type.name === 'decimal' ? 'decimal' : 'numeric', precision, scale };
  const cut = operator === '/' ? `trunc((${raw})::numeric, ${scale})` : raw;
  return bound(`tsql.fit_decimal(${cut}, ${precision}, ${scale})::numeric(${precision},${scale})`, type, { nullable });
}

function concatenated(left: Bound, right: Bound): Bound {
  const collation = commonCollation(left, right, 'add') ?? '';
  const unicode = isUnicode(left.type) || isUnicode(right.type);
  const name = unicode ? 'nvarchar' : 'varchar';
  const sizes = [left, right].map(({ type }) => ('length' in type ? type.length : 'max'));
  const [a, b] = sizes;
  const length = typeof a === 'number' && typeof b === 'number' ? Math.min(a + b, unicode ? 4000 : 8000) : 'max';
  const type: SqlType = { name, length, collation };
  const coercibility = left.coercibility === 'default' ? right.coercibility : left.coercibility;
  return bound(`(${left.sql} || ${right.sql})`, type, { nullable: left.nullable || right.nullable, coercibility });
}

function joinedBytes(left: Bound, right: Bound): Bound {
  const sizes = [left, right].map(({ type }) => ('length' in type ? type.length : 'max'));
  const [a, b] = sizes;
  const length = typeof a === 'number' && typeof b === 'number' ? Math.min(a + b, 8000) : 'max';
  return bound(`(${left.sql} || ${right.sql})`, { name: 'varbinary', length }, { nullable: left.nullable || right.nullable });
}

/** datetime and smalldatetime count in days. */
function momentArithmetic(operator: ArithmeticOperator, left: Bound, right: Bound): Bound | undefined {
  const isOld = ({ type }: Bound): boolean => type.name === 'datetime' || type.name === 'smalldatetime';
  if ((operator !== '+' && operator !== '-') || !isOld(left) || !['integer', 'decimal', 'float', 'bit'].includes(kindOf(right.type)))
    return undefined;
  return bound(`(${left.sql} ${operator} ((${right.sql})::numeric * 864000000000)::bigint)`, left.type, {
    nullable: left.nullable || right.nullable,
  });
}
