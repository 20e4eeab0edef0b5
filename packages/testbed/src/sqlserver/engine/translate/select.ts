import { SqlServerError } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import { emptyScope, type Scope } from '../binding/scope.ts';
import type { Expression, OrderItem, Select, SelectItem } from '../syntax/ast.ts';
import { kindOf } from '../types/kinds.ts';
import { sortKey } from './compare.ts';
import { isAggregate } from './functions/aggregates.ts';
import { translateSources } from './sources.ts';

interface Column {
  readonly name: string;
  readonly value: Bound;
}

export function translateSelect(
  context: Context,
  select: Select,
  parent: Scope,
  orderBy: readonly OrderItem[],
  isPaged: boolean,
): BoundQuery {
  refuseForm(select, orderBy, isPaged);
  const { sql: from, sources } = translateSources(context, select.from, parent);
  const plain: Scope = { sources, parent: parent === emptyScope ? undefined : parent, groups: undefined };
  const keys = select.groupBy.map((key) => context.expression(key, plain));
  const isGrouped = keys.length > 0 || hasAggregate(select.items) || hasAggregate(select.having);
  const scope: Scope = isGrouped ? { ...plain, groups: new Set(keys.map(({ sql }) => sql)) } : plain;
  const columns = select.items.flatMap((item) => translateItem(context, item, scope));
  const order = orderBy.map((item) => orderSql(context, item, columns, scope, select.distinct));
  const parts = [
    listSql(columns, select.distinct),
    clause('from', from),
    clause('where', select.where === undefined ? '' : context.condition(select.where, plain)),
    clause('group by', keys.map((key) => sortKey(key)).join(', ')),
    clause('having', select.having === undefined ? '' : context.condition(select.having, scope)),
    clause('order by', order.join(', ')),
    topSql(context, select, scope),
  ];
  return { sql: parts.filter((part) => part !== '').join(' '), columns };
}

function refuseForm(select: Select, orderBy: readonly OrderItem[], isPaged: boolean): void {
  if (select.into !== undefined) throw new SqlServerError(40510, 'SELECT … INTO is not supported by this server.');
  if (select.top !== undefined && isPaged)
    throw new SqlServerError(10741, 'A TOP can not be used in the same query or sub-query as a OFFSET.');
  if (select.top?.withTies === true && orderBy.length === 0) {
    throw new SqlServerError(1062, 'The TOP N WITH TIES clause is not allowed without a corresponding ORDER BY clause.');
  }
}

function clause(word: string, sql: string): string {
  return sql === '' ? '' : `${word} ${sql}`;
}

function listSql(columns: readonly Column[], isDistinct: boolean): string {
  const list = columns.map(({ value }, index) => `${isDistinct ? distinctSql(value) : value.sql} as k${index + 1}`);
  return `select ${isDistinct ? 'distinct ' : ''}${list.join(', ')}`;
}

function topSql(context: Context, { top }: Select, scope: Scope): string {
  if (top === undefined) return '';
  const count = context.expression(top.count, { ...scope, groups: undefined });
  if (!['integer', 'bit'].includes(kindOf(count.type)))
    throw new SqlServerError(1060, 'The number of rows provided for a TOP or FETCH clauses row count parameter must be an integer.');
  return `fetch first ((${count.sql})::bigint) rows ${top.withTies ? 'with ties' : 'only'}`;
}

function distinctSql(value: Bound): string {
  const collation = kindOf(value.type) === 'text' ? sortKey(value).split(' collate ')[1] : undefined;
  return collation === undefined ? value.sql : `${value.sql} collate ${collation}`;
}

function translateItem(context: Context, item: SelectItem, scope: Scope): readonly Column[] {
  if (item.value.kind === 'star') return starColumns(item.value, scope);
  const value = context.expression(item.value, scope);
  return [{ name: item.alias ?? nameOf(item.value), value }];
}

function nameOf(value: Expression): string {
  if (value.kind === 'name') return value.name.parts[value.name.parts.length - 1] ?? '';
  return value.kind === 'collate' ? nameOf(value.value) : '';
}

function starColumns({ of, line }: { readonly of: string | undefined; readonly line: number }, scope: Scope): readonly Column[] {
  if (scope.sources.length === 0) throw new SqlServerError(263, 'Must specify table to select from.', { line });
  if (scope.groups !== undefined)
    throw new SqlServerError(
      8120,
      'Column is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.',
      { line },
    );
  const sources = of === undefined ? scope.sources : scope.sources.filter(({ exposed }) => exposed.toLowerCase() === of.toLowerCase());
  if (sources.length === 0)
    throw new SqlServerError(107, `The column prefix '${of}' does not match with a table name or alias name used in the query.`, { line });
  return sources.flatMap((source) => source.columns);
}

function orderSql(context: Context, item: OrderItem, columns: readonly Column[], scope: Scope, isDistinct: boolean): string {
  const value = orderValue(context, item, columns, scope);
  if (!isDistinct) return `${sortKey(value)} ${item.descending ? 'desc nulls last' : 'asc nulls first'}`;
  const index = columns.findIndex((column) => column.value.sql === value.sql);
  if (index < 0) throw new SqlServerError(145, 'ORDER BY items must appear in the select list if SELECT DISTINCT is specified.');
  return `${index + 1} ${item.descending ? 'desc nulls last' : 'asc nulls first'}`;
}

/** A number of a column, the name of one in the list, or any expression. */
function orderValue(context: Context, { value }: OrderItem, columns: readonly Column[], scope: Scope): Bound {
  if (value.kind === 'literal' && typeof value.type !== 'string' && value.type.name === 'int') {
    const column = columns[Number(value.text) - 1];
    if (column === undefined)
      throw new SqlServerError(
        108,
        `The ORDER BY position number ${value.text} is out of range of the number of items in the select list.`,
      );
    return column.value;
  }
  if (value.kind === 'name' && value.name.parts.length === 1) {
    const named = columns.filter((column) => column.name.toLowerCase() === value.name.parts[0]?.toLowerCase());
    if (named.length > 1 && new Set(named.map((column) => column.value.sql)).size > 1)
      throw new SqlServerError(209, `Ambiguous column name '${value.name.parts[0]}'.`, { line: value.name.line });
    if (named[0] !== undefined) return named[0].value;
  }
  return context.expression(value, scope);
}

/** Whether an aggregate stands in it, outside of subqueries and windows. */
function hasAggregate(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasAggregate);
  if (typeof node !== 'object' || node === null) return false;
  if ('kind' in node) {
    if (node.kind === 'subquery' || node.kind === 'query') return false;
    // A node of kind 'call' is a call: only the parser makes them.
    const call = node as Extract<Expression, { kind: 'call' }>;
    if (node.kind === 'call' && call.over === undefined && isAggregate(call.name)) return true;
  }
  return Object.values(node).some(hasAggregate);
}
