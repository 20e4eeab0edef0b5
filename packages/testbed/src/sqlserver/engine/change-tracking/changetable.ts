import { SqlServerError, type SqlType } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Source } from '../binding/scope.ts';
import { primaryKey } from '../catalog/model.ts';
import type { TableSource } from '../syntax/ast.ts';
import { sortKey } from '../translate/compare.ts';
import { convert } from '../translate/convert.ts';

/**
 * `changetable(changes t, @since)`: one row for each key that changed behind a version, with its last version and the net operation: D
 * when it is gone, I when it came behind that version, else U.
 */
export function changeTableSource(
  context: Context,
  source: Extract<TableSource, { kind: 'changetable' }>,
  since: Bound,
): { readonly sql: string; readonly sources: readonly Source[] } {
  const object = context.object(source.table);
  if (object.tracked === undefined)
    throw new SqlServerError(22105, `Change tracking is not enabled on table '${object.schema}.${object.name}'.`, { line: source.line });
  context.demand('VIEW CHANGE TRACKING', object);
  context.demand('SELECT', object);
  const key = primaryKey(object);
  const columns = object.columns.filter((column) => key?.columns.includes(column.id) === true);
  const eight: SqlType = { name: 'bigint' };
  const from = since.isNull === true ? 'null::bigint' : convert(since, eight).sql;
  const alias = context.alias();
  const change = context.alias();
  const keys = columns.map((column) => `${change}.c${column.id}`);
  const groups = columns.map((column) => sortKey(bound(`${change}.c${column.id}`, column.type)));
  const latest = (sql: string): string => `(array_agg(${sql} order by m.version desc, ${change}.id desc))[1]`;
  const created = `max(m.version) filter (where ${change}.operation = 'I')`;
  const isCreated = `bool_or(${change}.operation = 'I')`;
  const operation = `case when ${latest(`${change}.operation`)} = 'D' then 'D' when ${isCreated} then 'I' else 'U' end`;
  const masked = object.tracked.trackColumns
    ? `case when ${operation} = 'U' then tsql.mask(array(select unnest from unnest(string_to_array(string_agg(array_to_string(${change}.changed, ','), ','), ',')) unnest)::int[]) end`
    : 'null::bytea';
  const list = [
    'max(m.version) as k1',
    `case when ${isCreated} then ${created} end as k2`,
    `${operation} as k3`,
    `${masked} as k4`,
    'null::bytea as k5',
    ...keys.map((sql, index) => `${latest(sql)} as k${index + 6}`),
  ];
  const sql = `select ${list.join(', ')} from data.tracked_${object.id} ${change} join cat.commits m on m.xid = ${change}.xid and m.database_id = ${context.database.id}
    where m.version > coalesce(${from}, 0) group by ${groups.join(', ')}`;
  const { collation } = context.database;
  const fixed: readonly (readonly [string, SqlType])[] = [
    ['SYS_CHANGE_VERSION', eight],
    ['SYS_CHANGE_CREATION_VERSION', eight],
    ['SYS_CHANGE_OPERATION', { name: 'nchar', length: 1, collation }],
    ['SYS_CHANGE_COLUMNS', { name: 'varbinary', length: 4100 }],
    ['SYS_CHANGE_CONTEXT', { name: 'varbinary', length: 128 }],
  ];
  const own = [
    ...fixed.map(([name, type], index) => ({ name, value: bound(`${alias}.k${index + 1}`, type) })),
    ...columns.map((column, index) => ({
      name: column.name,
      value: bound(`${alias}.k${index + 6}`, column.type, { nullable: false, coercibility: 'implicit' }),
    })),
  ];
  return { sql: `(${sql}) ${alias}`, sources: [{ exposed: source.alias, schema: undefined, columns: own, object: undefined, alias }] };
}
