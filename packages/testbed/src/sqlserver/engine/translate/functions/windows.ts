import { SqlServerError } from '../../../engine.ts';
import { type Bound, bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import type { Scope } from '../../binding/scope.ts';
import type { Expression, Window } from '../../syntax/ast.ts';
import { sortKey } from '../compare.ts';
import { bigint, int } from './function.ts';

type Call = Extract<Expression, { kind: 'call' }>;

export function windowSql(context: Context, window: Window, scope: Scope): string {
  const key = (value: Expression): string => sortKey(context.expression(value, scope));
  const partition = window.partitionBy.length === 0 ? '' : `partition by ${window.partitionBy.map(key).join(', ')}`;
  const order = window.orderBy
    .map(({ value, descending }) => (isConstant(value) ? undefined : `${key(value)} ${descending ? 'desc nulls last' : 'asc nulls first'}`))
    .filter((item) => item !== undefined);
  return ` over (${partition}${order.length === 0 ? '' : ` order by ${order.join(', ')}`})`;
}

/** `order by (select null)`: in no order. */
function isConstant(value: Expression): boolean {
  return value.kind === 'subquery';
}

const ranking = new Set(['row_number', 'rank', 'dense_rank', 'ntile']);

/** ROW_NUMBER and its like; undefined when the call is none. */
export function translateRanking(context: Context, call: Call, scope: Scope): Bound | undefined {
  const name = (call.name.parts[0] ?? '').toLowerCase();
  if (!ranking.has(name) || call.name.parts.length > 1) return undefined;
  if (call.over === undefined)
    throw new SqlServerError(10753, `The function '${name}' must have an OVER clause.`, { severity: 15, line: call.name.line });
  if (call.over.orderBy.length === 0)
    throw new SqlServerError(4112, `The function '${name}' must have an OVER clause with ORDER BY.`, {
      severity: 15,
      line: call.name.line,
    });
  const list = call.arguments.map((value) => `(${context.expression(value, scope).sql})::int`).join(', ');
  const type = name === 'ntile' ? int : bigint;
  return bound(`${name}(${list})${windowSql(context, call.over, scope)}::bigint`, type, { nullable: false });
}
