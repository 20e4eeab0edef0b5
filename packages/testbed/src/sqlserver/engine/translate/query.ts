import { SqlServerError } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import { commonType } from '../binding/common-type.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import type { Scope } from '../binding/scope.ts';
import type { OrderItem, Query, QueryBody, SetOperation } from '../syntax/ast.ts';
import { kindOf } from '../types/kinds.ts';
import { implicit, sortKey } from './compare.ts';
import { translateSelect } from './select.ts';

/** A query with its order; columns come out as `k1`, `k2`, … */
export function translateQuery(context: Context, query: Query, scope: Scope): BoundQuery {
  const inner = query.with.length === 0 ? context : withTables(context, query, scope);
  const paging = pagingSql(inner, query, scope);
  if (query.body.kind === 'select') {
    const { sql, columns } = translateSelect(inner, query.body, scope, query.orderBy, query.offset !== undefined);
    return { sql: sql + paging, columns };
  }
  const operation = translateOperation(inner, query.body, scope);
  if (query.orderBy.length === 0) return operation;
  const alias = inner.alias();
  const order = query.orderBy.map((item) => `${sortKey(outputOf(item, operation, alias))} ${direction(item)}`).join(', ');
  return { sql: `select * from (${operation.sql}) ${alias} order by ${order}${paging}`, columns: operation.columns };
}

function direction({ descending }: OrderItem): string {
  return descending ? 'desc nulls last' : 'asc nulls first';
}

function withTables(context: Context, query: Query, scope: Scope): Context {
  const tables = new Map(context.commonTables);
  for (const { name, columns, query: of } of query.with) {
    const inner = context.query(of, { ...scope, sources: [], groups: undefined });
    tables.set(name.toLowerCase(), renamed(inner, columns, name));
  }
  const nested: Context = { ...context, commonTables: tables, query: (part, at) => translateQuery(nested, part, at) };
  return nested;
}

function renamed(query: BoundQuery, names: readonly string[], table: string): BoundQuery {
  if (names.length === 0) return query;
  if (names.length !== query.columns.length) {
    throw new SqlServerError(
      8158,
      `'${table}' has ${names.length > query.columns.length ? 'fewer' : 'more'} columns than were specified in the column list.`,
    );
  }
  return { sql: query.sql, columns: query.columns.map(({ value }, index) => ({ name: names[index] ?? '', value })) };
}

function pagingSql(context: Context, query: Query, scope: Scope): string {
  if (query.offset === undefined) return '';
  const skip = context.expression(query.offset, scope).sql;
  const fetch = query.fetch === undefined ? '' : ` limit (${context.expression(query.fetch, scope).sql})::bigint`;
  return `${fetch} offset (${skip})::bigint`;
}

function translateBody(context: Context, body: QueryBody, scope: Scope): BoundQuery {
  return body.kind === 'select' ? translateSelect(context, body, scope, [], false) : translateOperation(context, body, scope);
}

const operators: Readonly<Record<SetOperation['kind'], string>> = {
  union: 'union',
  unionAll: 'union all',
  except: 'except',
  intersect: 'intersect',
};

function translateOperation(context: Context, operation: SetOperation, scope: Scope): BoundQuery {
  const left = translateBody(context, operation.left, scope);
  const right = translateBody(context, operation.right, scope);
  if (left.columns.length !== right.columns.length) {
    throw new SqlServerError(
      205,
      'All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.',
    );
  }
  const types = left.columns.map(({ value }, index) => commonType([value, right.columns[index]?.value ?? value]));
  const side = (query: BoundQuery): string => {
    const alias = context.alias();
    const list = query.columns.map(({ value }, index) => {
      const of = { ...value, sql: `${alias}.k${index + 1}` };
      const converted = implicit(of, types[index] ?? value.type);
      // What is told apart is told apart by the collation.
      const key =
        operation.kind !== 'unionAll' && kindOf(converted.type) === 'text'
          ? ` collate ${sortKey(converted).split(' collate ')[1] ?? '"C"'}`
          : '';
      return `${converted.sql}${key} as k${index + 1}`;
    });
    return `(select ${list.join(', ')} from (${query.sql}) ${alias})`;
  };
  const columns = left.columns.map(({ name, value }, index) => ({
    name,
    value: bound('', types[index] ?? value.type, {
      nullable: value.nullable || (right.columns[index]?.value.nullable ?? true),
      coercibility: value.coercibility,
    }),
  }));
  return { sql: `${side(left)} ${operators[operation.kind]} ${side(right)}`, columns };
}

/** A column of the result that an ORDER BY names, by its name or number. */
function outputOf(item: OrderItem, query: BoundQuery, alias: string): Bound {
  const { value } = item;
  const byNumber = value.kind === 'literal' && typeof value.type !== 'string' && value.type.name === 'int' ? Number(value.text) - 1 : -1;
  const name = value.kind === 'name' ? (value.name.parts[value.name.parts.length - 1] ?? '').toLowerCase() : undefined;
  const index = name === undefined ? byNumber : query.columns.findIndex((column) => column.name.toLowerCase() === name);
  const column = query.columns[index];
  if (column === undefined)
    throw new SqlServerError(
      104,
      'ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.',
    );
  return { ...column.value, sql: `${alias}.k${index + 1}` };
}
