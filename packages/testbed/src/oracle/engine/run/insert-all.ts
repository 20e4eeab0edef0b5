import type { Context } from '../binding/context.ts';
import { emptyScope, type Scope } from '../binding/scope.ts';
import { tableName } from '../storage/tables.ts';
import type { Statement } from '../syntax/statement-ast.ts';
import { derivedSource } from '../translate/sources.ts';
import { defaultSql, demandCount, insertColumns, target, transactionMark, valueSql } from './columns.ts';

/** `insert all into … into … select …`: the query is read once, each of its rows goes to every table. */
export function insertAllSql(context: Context, { into, query }: Extract<Statement, { kind: 'insert all' }>): string {
  const alias = context.alias();
  const rows = context.query(query, emptyScope);
  const scope: Scope = { sources: [derivedSource(rows, alias, undefined)], parent: undefined, groups: undefined };
  const inserts = into.map(({ table, columns, values }, place) => {
    const object = target(context, table, 'INSERT');
    const { list, named, defaults } = insertColumns(context, object, columns, table.at);
    const given = values ?? rows.columns.map((_, index) => ({ kind: 'column' as const, index }));
    demandCount(given.length, named);
    const sql = given.map((value, index) => {
      if (value === 'default') return defaultSql(context, object, named[index]);
      const column = rows.columns[value.kind === 'column' ? value.index : -1];
      const bound =
        value.kind === 'column' && column !== undefined
          ? { ...column.value, sql: `${alias}.k${value.index + 1}` }
          : context.expression(value as Exclude<typeof value, { kind: 'column' }>, scope); // what is no column of ours is an expression
      return valueSql(context, bound, named[index], object);
    });
    return `i${place} as (insert into ${tableName(object.id)} ${list} select ${[...sql, ...defaults, transactionMark].join(', ')} from given ${alias} returning row_id)`;
  });
  const all = into.map((_, place) => `select row_id from i${place}`).join(' union all ');
  return `with given as materialized (${rows.sql}), ${inserts.join(', ')} ${all}`;
}
