import { SqlServerError, type SqlType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import { commonCollation, meet } from '../binding/common-type.ts';
import { collationOf } from '../types/collations.ts';
import { notImplicit } from '../types/conversion-errors.ts';
import { collationNameOf, type Kind, kindOf } from '../types/kinds.ts';
import { convert } from './convert.ts';

/**
 * What PostgreSQL compares and sorts by, for a value: texts by their collation without the blanks at their end, bytes without zeros at
 * their end, a datetimeoffset by its moment in UTC.
 */
export function sortKey({ sql, type }: Bound, collation: string | undefined = collationNameOf(type)): string {
  switch (kindOf(type)) {
    case 'text':
      if (['text', 'ntext', 'xml'].includes(type.name)) throw notComparable(type);
      return collation === undefined ? sql : `rtrim(${sql}, ' ') collate ${collationOf(collation).postgres}`;
    case 'binary':
      if (type.name === 'image') throw notComparable(type);
      return type.name === 'binary' ? sql : `rtrim(${sql}, '\\x00'::bytea)`;
    case 'offset':
      return `div(${sql}, 2000)`;
    case 'udt':
      if ('typeName' in type && type.typeName !== 'hierarchyid')
        throw new SqlServerError(403, `Invalid operator for data type. Operator equals equal to, type equals ${type.typeName}.`);
      return sql;
    default:
      return sql;
  }
}

function notComparable(type: SqlType): SqlServerError {
  return new SqlServerError(
    306,
    `The text, ntext, and image data types cannot be compared or sorted, except when using IS NULL or LIKE operator: ${type.name}.`,
  );
}

/** Two values made comparable: the SQL of both. */
export function aligned(left: Bound, right: Bound, operation: string): readonly [string, string] {
  if (left.isNull === true || right.isNull === true) return ['null::int', 'null::int'];
  const [a, b] = [kindOf(left.type), kindOf(right.type)];
  if (a === 'text' && b === 'text') {
    const collation = commonCollation(left, right, operation);
    return [sortKey(left, collation), sortKey(right, collation)];
  }
  if (isNumber(a) && isNumber(b)) return numbers(left, right);
  if (a === 'moment' && b === 'moment' && left.type.name !== 'time' && right.type.name !== 'time') return [left.sql, right.sql];
  if (a === 'binary' && b === 'binary') return binaries(left, right);
  const type = meet(left.type, right.type);
  const both = [left, right].map((value) => sortKey(implicit(value, type)));
  return [both[0] ?? '', both[1] ?? ''];
}

const fixed = (type: SqlType): number | undefined => (type.name === 'binary' && type.length !== 'max' ? Number(type.length) : undefined);

/** Of the same fixed length they need no care for zeros, and indexes serve. */
function binaries(left: Bound, right: Bound): readonly [string, string] {
  const size = fixed(left.type) ?? fixed(right.type);
  const isFixed = size !== undefined && [left, right].every(({ type }) => 'length' in type && type.length !== 'max' && type.length <= size);
  if (!isFixed) return [`rtrim(${left.sql}, '\\x00'::bytea)`, `rtrim(${right.sql}, '\\x00'::bytea)`];
  const padded = ({ sql, type }: Bound): string => (fixed(type) === size ? sql : `tsql.pad_bytes(${sql}, ${size})`);
  return [padded(left), padded(right)];
}

function isNumber(kind: string): boolean {
  return kind === 'bit' || kind === 'integer' || kind === 'decimal' || kind === 'money' || kind === 'float';
}

/** PostgreSQL compares its numbers with one another as SQL Server does, but numeric with double, and real by its own width. */
function numbers(left: Bound, right: Bound): readonly [string, string] {
  const anyFloat = [left, right].some(({ type }) => type.name === 'float');
  const anyReal = !anyFloat && [left, right].some(({ type }) => type.name === 'real');
  const cast = ({ sql, type }: Bound): string =>
    anyFloat && type.name !== 'float' ? `(${sql})::float8` : anyReal && type.name !== 'real' ? `(${sql})::real` : sql;
  return [cast(left), cast(right)];
}

/** Kinds that only CONVERT brings together, from one to the others (Microsoft Learn, "Data type conversion", the table). */
const explicitOnly: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  text: ['binary'],
  moment: ['integer', 'decimal', 'float', 'money', 'binary'],
  offset: ['binary'],
  float: ['binary'],
};

/** A conversion that the server makes by itself; refuses with 257 those that need CONVERT. */
export function implicit(value: Bound, to: SqlType): Bound {
  if (value.isNull === true) return convert(value, to);
  const [from, target] = [kindOf(value.type), kindOf(to)];
  const isForbidden =
    explicitOnly[from]?.includes(target) === true ||
    (from === 'variant' && target !== 'variant') ||
    (value.type.name === 'xml' && to.name !== 'xml');
  if (isForbidden) throw notImplicit(value.type, to);
  return convert(value, to);
}
