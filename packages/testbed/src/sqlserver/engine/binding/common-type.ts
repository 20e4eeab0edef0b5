import { SqlServerError, type SqlType } from '../../engine.ts';
import { clash } from '../types/conversion-errors.ts';
import { collationNameOf, isUnicode, kindOf, rank } from '../types/kinds.ts';
import type { Bound } from './bound.ts';

/** The type that values of several branches meet in: CASE, COALESCE, UNION. NULL takes part in nothing. */
export function commonType(values: readonly Bound[]): SqlType {
  const [first, ...rest] = values.filter((value) => value.isNull !== true);
  return first === undefined ? { name: 'int' } : rest.reduce((type, value) => meet(type, value.type), first.type);
}

/** Microsoft Learn, "Data type precedence" and "Precision, scale, and length". */
export function meet(a: SqlType, b: SqlType): SqlType {
  const [low, high] = rank(a) <= rank(b) ? [a, b] : [b, a];
  const [lower, higher] = [kindOf(low), kindOf(high)];
  if (lower === 'text' && higher === 'text') return meetTexts(low, high);
  if (lower === 'binary' && higher === 'binary') return meetBinaries(low, high);
  if (higher === 'decimal') return meetDecimals(low, high);
  if (higher === 'moment' || higher === 'offset') return meetMoments(low, high);
  if (higher === 'udt' && lower !== 'udt' && lower !== 'binary') throw clash(low, high);
  return high;
}

/** The finer of two scales. */
function meetMoments(low: SqlType, high: SqlType): SqlType {
  if (high.name !== 'time' && high.name !== 'datetime2' && high.name !== 'datetimeoffset') return high;
  const other = kindOf(low) === 'moment' || kindOf(low) === 'offset' ? low : high;
  return { name: high.name, scale: Math.max(high.scale, 'scale' in other ? other.scale : 0) };
}

function longer(a: number | 'max', b: number | 'max'): number | 'max' {
  return a === 'max' || b === 'max' ? 'max' : Math.max(a, b);
}

function lengthOf(type: SqlType): number | 'max' {
  return 'length' in type ? type.length : 'max';
}

function meetTexts(low: SqlType, high: SqlType): SqlType {
  if (high.name === 'xml' || high.name === 'text' || high.name === 'ntext') return high;
  const name =
    isUnicode(low) || isUnicode(high) ? (low.name === high.name ? high.name : 'nvarchar') : low.name === high.name ? high.name : 'varchar';
  const length = longer(lengthOf(low), lengthOf(high));
  return { name: name as 'nvarchar', length, collation: collationNameOf(high) ?? collationNameOf(low) ?? '' };
}

function meetBinaries(low: SqlType, high: SqlType): SqlType {
  if (high.name === 'image') return high;
  return { name: low.name === 'binary' && high.name === 'binary' ? 'binary' : 'varbinary', length: longer(lengthOf(low), lengthOf(high)) };
}

function meetDecimals(low: SqlType, high: SqlType): SqlType {
  const a = decimalOf(low);
  const b = decimalOf(high);
  if (a === undefined || b === undefined) return high;
  const scale = Math.max(a.scale, b.scale);
  const precision = Math.min(38, Math.max(a.precision - a.scale, b.precision - b.scale) + scale);
  return { name: high.name === 'numeric' ? 'numeric' : 'decimal', precision, scale };
}

const wholeDigits: Readonly<Record<string, number>> = { bit: 1, tinyint: 3, smallint: 5, int: 10, bigint: 19 };

/** A number of another kind as the decimal that it takes part as. */
export function decimalOf(type: SqlType): { readonly precision: number; readonly scale: number } | undefined {
  if ('precision' in type) return type;
  if (type.name === 'money') return { precision: 19, scale: 4 };
  if (type.name === 'smallmoney') return { precision: 10, scale: 4 };
  const digits = wholeDigits[type.name];
  return digits === undefined ? undefined : { precision: digits, scale: 0 };
}

/** The collation of two texts; refuses with 468 what only COLLATE decides. */
export function commonCollation(a: Bound, b: Bound, operation: string): string | undefined {
  const [left, right] = [collationNameOf(a.type), collationNameOf(b.type)];
  if (left === undefined || right === undefined || left.toLowerCase() === right.toLowerCase()) return left ?? right;
  const order = ['default', 'implicit', 'explicit'];
  const [strong, weak] = [order.indexOf(a.coercibility), order.indexOf(b.coercibility)];
  if (strong !== weak) return strong > weak ? left : right;
  if (a.coercibility === 'default') return left;
  throw new SqlServerError(468, `Cannot resolve the collation conflict between "${right}" and "${left}" in the ${operation} operation.`);
}
