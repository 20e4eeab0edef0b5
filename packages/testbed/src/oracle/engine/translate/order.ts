import type { Context } from '../binding/context.ts';
import type { Scope } from '../binding/scope.ts';
import type { OrderItem } from '../syntax/ast.ts';
import { sortKey } from './compare.ts';

/** NULLs come last, and first when descending: as in PostgreSQL. */
export function direction({ descending, nulls }: OrderItem): string {
  return `${descending ? ' desc' : ''}${nulls === undefined ? '' : ` nulls ${nulls.toLowerCase()}`}`;
}

export function orderSql(context: Context, items: readonly OrderItem[], scope: Scope): string {
  if (items.length === 0) return '';
  return ` order by ${items.map((item) => `${sortKey(context.expression(item.value, scope))}${direction(item)}`).join(', ')}`;
}
