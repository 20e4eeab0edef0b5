import { OracleError } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import { emptyScope, isMeant, type Scope, type Source } from '../binding/scope.ts';
import type { Condition, Expression, Lock, OrderItem, Select, SelectItem } from '../syntax/ast.ts';
import { sortKey } from './compare.ts';
import { toNumber } from './convert.ts';
import { isAggregate } from './functions/call.ts';
import { direction } from './order.ts';
import { translateSources } from './sources.ts';

export function translateSelect(
  context: Context,
  select: Select,
  parent: Scope,
  orderBy: readonly OrderItem[],
  lock: Lock | undefined,
): BoundQuery {
  const { sql: from, sources } = translateSources(context, select, parent);
  const outside = parent === emptyScope ? undefined : parent;
  const { limit, rest } = rowLimit(context, select.where, { sources: [], parent: outside, groups: undefined });
  const levels = levelsSql(context, select, { sources, parent: outside, groups: undefined });
  const plain: Scope = {
    sources,
    parent: outside,
    groups: undefined,
    rowNumber: 'row_number() over ()::numeric',
    level: levels === undefined ? undefined : 'levels.n',
  };
  const where = rest === undefined ? '' : ` where ${context.condition(rest, { ...plain, rowNumber: undefined })}`;
  const keys = select.groupBy.map((key) => context.expression(key, plain));
  const hasGroups = isGrouped(select);
  const scope: Scope = hasGroups ? { ...plain, groups: new Set(keys.map(({ sql }) => sql)) } : plain;
  const columns = select.items.flatMap((item) => itemColumns(context, item, scope));
  const list = columns.map(({ value }, index) => `${value.sql} as k${index + 1}`).join(', ');
  const group = listed(
    ' group by ',
    keys.map(({ sql }) => sql),
  );
  const having = select.having === undefined ? '' : ` having ${context.condition(select.having, scope)}`;
  const order = listed(
    ' order by ',
    orderBy.map((item) => orderKey(context, item, columns, scope)),
  );
  const sql = `select ${select.distinct ? 'distinct ' : ''}${list}${from}${levels ?? ''}${where}${group}${having}`;
  if (limit !== '' && (hasGroups || select.distinct))
    throw new OracleError(3001, 'unimplemented feature: ROWNUM and groups in one query block');
  // ROWNUM counts before the order, and so does its bound.
  const isCounted = limit !== '' && order !== '';
  const sorted = `select * from (${sql}${limit}) bounded order by `;
  const bounded = isCounted ? `${sorted}${orderBy.map((item) => outputKey(item, columns)).join(', ')}` : `${sql}${order}${limit}`;
  return { sql: `${bounded}${lockSql(lock, sources, limit !== '' || select.distinct || hasGroups)}`, columns };
}

function isGrouped({ groupBy, having, items }: Select): boolean {
  return groupBy.length > 0 || having !== undefined || items.some((item) => item.kind === 'value' && hasAggregate(item.value));
}

function listed(words: string, list: readonly string[]): string {
  return list.length === 0 ? '' : `${words}${list.join(', ')}`;
}

function levelsSql(context: Context, { levels, from }: Select, scope: Scope): string | undefined {
  if (levels === undefined) return undefined;
  const count = toNumber(context.expression(levels, scope)).sql;
  const isAlone = from.length === 1 && scope.sources[0]?.schema === 'SYS' && scope.sources[0].exposed === 'DUAL';
  return `${isAlone ? ' from' : ' cross join'} (select n::numeric from generate_series(1, (${count})::bigint) n) levels`;
}

function lockSql(lock: Lock | undefined, sources: readonly Source[], isForbidden: boolean): string {
  if (lock === undefined) return '';
  if (isForbidden) throw new OracleError(2014, 'cannot select FOR UPDATE from view with DISTINCT, GROUP BY, etc.');
  const own = sources.filter(({ object }) => object?.type === 'TABLE').map(({ alias }) => alias);
  return ` for update of ${own.join(', ')}${lock.wait === 'nowait' ? ' nowait' : lock.wait === 'skip' ? ' skip locked' : ''}`;
}

/** `rownum <= n` at the top of a WHERE is how many rows come: taken out, so that an index need not be read to its end. */
export function rowLimit(
  context: Context,
  where: Condition | undefined,
  scope: Scope,
): { readonly limit: string; readonly rest: Condition | undefined } {
  if (where === undefined) return { limit: '', rest: undefined };
  if (where.kind === 'and') {
    const [left, right] = [rowLimit(context, where.left, scope), rowLimit(context, where.right, scope)];
    if (left.limit !== '' && right.limit !== '') throw new OracleError(3001, 'unimplemented feature: two bounds of ROWNUM');
    const rest =
      left.rest === undefined ? right.rest : right.rest === undefined ? left.rest : { ...where, left: left.rest, right: right.rest };
    return { limit: `${left.limit}${right.limit}`, rest };
  }
  if (where.kind !== 'compare' || !isRowNumber(where.left[0])) return { limit: '', rest: where };
  const [value] = where.right;
  if (value === undefined || !['<=', '<', '='].includes(where.operator))
    throw new OracleError(3001, 'unimplemented feature: ROWNUM compared otherwise than by <=, < or = 1');
  const count = toNumber(context.expression(value, scope)).sql;
  const most =
    where.operator === '<' ? `ceil(${count}) - 1` : where.operator === '=' ? `case when ${count} = 1 then 1 else 0 end` : `floor(${count})`;
  return { limit: ` limit greatest(${most}, 0)::bigint`, rest: undefined };
}

function isRowNumber(value: Expression | undefined): boolean {
  return value?.kind === 'name' && value.name.parts.length === 1 && value.name.parts[0] === 'ROWNUM';
}

interface Column {
  readonly name: string;
  readonly value: Bound;
}

function itemColumns(context: Context, item: SelectItem, scope: Scope): readonly Column[] {
  if (item.kind === 'value') return [{ name: item.alias ?? nameOf(item), value: context.expression(item.value, scope) }];
  const meant = item.of === undefined ? scope.sources : scope.sources.filter((source) => isMeant(source, item.of?.parts ?? []));
  if (meant.length === 0)
    throw new OracleError(904, `${(item.of?.parts ?? ['*']).map((part) => `"${part}"`).join('.')}: invalid identifier`, {
      offset: item.of?.at ?? 0,
    });
  if (scope.groups !== undefined) throw new OracleError(979, 'not a GROUP BY expression');
  return meant.flatMap(({ columns }) => columns.filter(({ hidden }) => hidden !== true));
}

/** Without an alias: a column's name, or the expression's text without blanks, in upper case. */
function nameOf({ value, text }: Extract<SelectItem, { kind: 'value' }>): string {
  if (value.kind === 'name') return value.name.parts[value.name.parts.length - 1] ?? '';
  return text
    .replaceAll(/("[^"]*"|'[^']*')|\s+/g, '$1')
    .replaceAll(/("[^"]*"|'[^']*')|[^"']+/g, (part, quoted?: string) => quoted ?? part.toUpperCase())
    .slice(0, 128);
}

function orderKey(context: Context, item: OrderItem, columns: readonly Column[], scope: Scope): string {
  const output = outputIndex(item, columns);
  const isAlias = item.value.kind === 'name' && output !== undefined;
  // An alias wins over a column of that name; both are mostly the same.
  const value = output === undefined ? context.expression(item.value, scope) : (columns[output]?.value ?? bound('null', { name: 'date' }));
  return `${sortKey(isAlias || output === undefined ? value : { ...value })}${direction(item)}`;
}

function outputKey(item: OrderItem, columns: readonly Column[]): string {
  const index = outputIndex(item, columns);
  if (index === undefined) throw new OracleError(3001, 'unimplemented feature: ROWNUM and an order by what is not selected');
  return `${sortKey({ ...(columns[index]?.value ?? bound('', { name: 'date' })), sql: `k${index + 1}` })}${direction(item)}`;
}

function outputIndex({ value }: OrderItem, columns: readonly Column[]): number | undefined {
  if (value.kind === 'number') {
    const place = Number(value.text) - 1;
    if (columns[place] === undefined) throw new OracleError(1785, 'ORDER BY item must be the number of a SELECT-list expression');
    return place;
  }
  if (value.kind !== 'name' || value.name.parts.length > 1) return undefined;
  const found = columns.findIndex(({ name }) => name === value.name.parts[0]);
  return found < 0 ? undefined : found;
}

function hasAggregate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('kind' in value && value.kind === 'subquery') return false;
  if ('kind' in value && value.kind === 'call' && isAggregate(value as Extract<Expression, { kind: 'call' }>)) return true;
  return Object.values(value).some((part) => (Array.isArray(part) ? part.some(hasAggregate) : hasAggregate(part)));
}
