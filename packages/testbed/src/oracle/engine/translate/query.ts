import { OracleError } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import type { Scope } from '../binding/scope.ts';
import type { OrderItem, Query, QueryBody } from '../syntax/ast.ts';
import { sortKey } from './compare.ts';
import { commonType, convert, toNumber } from './convert.ts';
import { isRowOfDual } from './dual.ts';
import { direction } from './order.ts';
import { translateSelect } from './select.ts';

type Operation = Exclude<QueryBody, { readonly kind: 'select' | 'nested' }>;

/** A query with its order; columns come out as `k1`, `k2`, … */
export function translateQuery(context: Context, query: Query, scope: Scope): BoundQuery {
  const inner = query.with.length === 0 ? context : withTables(context, query, scope);
  const limit = limits(inner, query, scope);
  if (query.body.kind === 'select') {
    const { sql, columns } = translateSelect(inner, query.body, scope, query.orderBy, query.lock);
    return { sql: limit === '' ? sql : limited(sql, limit), columns };
  }
  const body = translateBody(inner, query.body, scope);
  if (query.orderBy.length === 0) return { ...body, sql: limit === '' ? body.sql : limited(body.sql, limit) };
  const alias = inner.alias();
  const order = query.orderBy.map((item) => `${sortKey(outputOf(item, body, alias))}${direction(item)}`).join(', ');
  return { sql: `select * from (${body.sql}) ${alias} order by ${order}${limit}`, columns: body.columns };
}

function limited(sql: string, limit: string): string {
  return / limit \S+$| for update/.test(sql) ? `select * from (${sql}) limited${limit}` : `${sql}${limit}`;
}

function withTables(context: Context, query: Query, scope: Scope): Context {
  const tables = new Map(context.commonTables);
  let nested: Context = context;
  for (const { name, columns, query: of } of query.with) {
    const found = nested.query(of, { ...scope, sources: [], groups: undefined });
    if (columns.length > 0 && columns.length !== found.columns.length)
      throw new OracleError(32_039, 'number of WITH clause column names does not match number of elements in select list');
    tables.set(name, {
      sql: found.sql,
      columns: found.columns.map((column, index) => ({ ...column, name: columns[index] ?? column.name })),
    });
    nested = { ...context, commonTables: new Map(tables), query: (part, at) => translateQuery(nested, part, at) };
  }
  return nested;
}

function limits(context: Context, { offset, fetch }: Query, scope: Scope): string {
  const whole = (value: NonNullable<Query['offset']>): string => `greatest(${toNumber(context.expression(value, scope)).sql}, 0)::bigint`;
  const count =
    fetch === undefined ? '' : fetch.withTies ? ` fetch first (${whole(fetch.count)}) rows with ties` : ` limit (${whole(fetch.count)})`;
  return `${offset === undefined ? '' : ` offset (${whole(offset)})`}${count}`;
}

function translateBody(context: Context, body: QueryBody, scope: Scope): BoundQuery {
  if (body.kind === 'select') return translateSelect(context, body, scope, [], undefined);
  if (body.kind === 'nested') return context.query(body.query, scope);
  return translateOperation(context, body.kind, operands(body), scope);
}

/** `a union all b union all c` side by side: nested in each other, hundreds of them would take seconds to plan. */
function operands(body: Operation): readonly QueryBody[] {
  const parts: QueryBody[] = [];
  let left: QueryBody = body;
  while (left.kind === body.kind) {
    parts.unshift(left.right);
    left = left.left;
  }
  return [left, ...parts];
}

function translateOperation(context: Context, kind: Operation['kind'], parts: readonly QueryBody[], scope: Scope): BoundQuery {
  const sides = parts.map((part) => ({ part, query: translateBody(context, part, scope) }));
  const first = sides[0]?.query.columns ?? [];
  if (sides.some(({ query }) => query.columns.length !== first.length))
    throw new OracleError(1789, 'query block has incorrect number of result columns');
  const types = first.map((_, index) => commonType(sides.flatMap(({ query }) => query.columns[index]?.value ?? [])));
  const columns = first.map(({ name }, index) => ({ name, value: bound('', types[index] ?? { name: 'varchar2', length: 1 }) }));
  const converted = (query: BoundQuery, sqlOf: (index: number, sql: string) => string): readonly string[] =>
    query.columns.map(({ value }, index) => convert(context, { ...value, sql: sqlOf(index, value.sql) }, types[index] ?? value.type).sql);
  if (kind === 'union all' && parts.every((part) => isRowOfDual(context, part))) {
    const rows = sides.map(({ query }) => `(${converted(query, (_, sql) => sql).join(', ')})`);
    return {
      sql: `select * from (values ${rows.join(', ')}) ${context.alias()} (${first.map((_, index) => `k${index + 1}`).join(', ')})`,
      columns,
    };
  }
  const side = (query: BoundQuery): string => {
    const alias = context.alias();
    const list = converted(query, (index) => `${alias}.k${index + 1}`).map((sql, index) => `${sql} as k${index + 1}`);
    return `(select ${list.join(', ')} from (${query.sql}) ${alias})`;
  };
  return { sql: sides.map(({ query }) => side(query)).join(` ${kind === 'minus' ? 'except' : kind} `), columns };
}

/** A column of the result that an ORDER BY names, by its name or number. */
function outputOf({ value }: OrderItem, query: BoundQuery, alias: string): Bound {
  const name = value.kind === 'name' ? (value.name.parts[value.name.parts.length - 1] ?? '') : undefined;
  const index = value.kind === 'number' ? Number(value.text) - 1 : query.columns.findIndex((column) => column.name === name);
  const column = query.columns[index];
  if (column === undefined)
    throw value.kind === 'number'
      ? new OracleError(1785, 'ORDER BY item must be the number of a SELECT-list expression')
      : new OracleError(904, `"${name ?? ''}": invalid identifier`);
  return { ...column.value, sql: `${alias}.k${index + 1}` };
}
