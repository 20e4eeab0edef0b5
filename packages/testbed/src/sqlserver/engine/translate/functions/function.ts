import { SqlServerError, type SqlType } from '../../../engine.ts';
import { type Bound, bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';

/** A scalar function of T-SQL: how many arguments, and its SQL with a type. */
export interface ScalarFunction {
  readonly arguments: readonly [least: number, most: number];
  readonly translate: (list: readonly Bound[], context: Context) => Bound;
}

export type Functions = Readonly<Record<string, ScalarFunction>>;

export const int: SqlType = { name: 'int' };
export const bigint: SqlType = { name: 'bigint' };

export function nvarchar(context: Context, length: number | 'max'): SqlType {
  return { name: 'nvarchar', length, collation: context.database.collation };
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A constant text. */
export function textOf(context: Context, text: string | null, length: number | 'max' = 128): Bound {
  return bound(text === null ? 'null::text' : `${quoted(text)}::text`, nvarchar(context, length));
}

export function whole(value: number): Bound {
  return bound(`${value}`, int);
}

/** The text that an argument is, where it has to be known before the statement runs. */
export function constantText(value: Bound | undefined, name: string): string {
  const text = /^'((?:[^']|'')*)'::text$/.exec(value?.sql ?? '')?.[1];
  if (text === undefined) throw new SqlServerError(40510, `${name} with an argument that is not constant is not supported by this server.`);
  return text.replaceAll("''", "'");
}
