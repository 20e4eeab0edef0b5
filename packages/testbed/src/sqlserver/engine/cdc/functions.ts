import { SqlServerError, type SqlType } from '../../engine.ts';
import { type Bound, bound, nullBound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Source } from '../binding/scope.ts';
import { tableSql } from '../catalog/model.ts';
import type { Name } from '../syntax/ast.ts';
import { convert } from '../translate/convert.ts';
import { constantText, type Functions } from '../translate/functions/function.ts';

const lsn: SqlType = { name: 'binary', length: 10 };

/** `sys.fn_cdc_…`: places in the log and their times. */
export const cdcFunctions: Functions = {
  'sys.fn_cdc_get_max_lsn': { arguments: [0, 0], translate: (_, { database }) => bound(`tsql.max_lsn(${database.id})`, lsn) },
  'sys.fn_cdc_get_min_lsn': {
    arguments: [1, 1],
    translate: ([instance = nullBound()], { database }) => bound(`tsql.min_lsn(${database.id}, (${instance.sql})::text)`, lsn),
  },
  'sys.fn_cdc_increment_lsn': { arguments: [1, 1], translate: ([value = nullBound()]) => bound(`tsql.lsn_shift(${value.sql}, 1)`, lsn) },
  'sys.fn_cdc_decrement_lsn': { arguments: [1, 1], translate: ([value = nullBound()]) => bound(`tsql.lsn_shift(${value.sql}, -1)`, lsn) },
  'sys.fn_cdc_map_lsn_to_time': {
    arguments: [1, 1],
    translate: ([value = nullBound()], { database, facts }) =>
      bound(
        `(select tsql.to_datetime(m.committed + ${facts.utcOffset} * 600000000::int8) from cat.captured m where m.database_id = ${database.id} and m.lsn = ${value.sql})`,
        { name: 'datetime' },
      ),
  },
  'sys.fn_cdc_map_time_to_lsn': { arguments: [2, 2], translate: mapTime },
};

const searches: Readonly<Record<string, readonly [aggregate: string, operator: string]>> = {
  'largest less than': ['max', '<'],
  'largest less than or equal': ['max', '<='],
  'smallest greater than': ['min', '>'],
  'smallest greater than or equal': ['min', '>='],
};

function mapTime([operator, time = nullBound()]: readonly Bound[], { database, facts }: Context): Bound {
  const [aggregate, sign] = searches[constantText(operator, 'fn_cdc_map_time_to_lsn').toLowerCase()] ?? [];
  if (aggregate === undefined)
    throw new SqlServerError(
      313,
      'An insufficient number of arguments were supplied for the procedure or function fn_cdc_map_time_to_lsn.',
    );
  const at = convert(time, { name: 'datetime' }).sql;
  return bound(
    `(select ${aggregate}(m.lsn) from cat.captured m where m.database_id = ${database.id} and tsql.to_datetime(m.committed + ${facts.utcOffset} * 600000000::int8) ${sign} ${at})`,
    lsn,
  );
}

/** `cdc.fn_cdc_get_all_changes_<instance>(@from, @to, N'all update old')`; undefined when the name is none. */
export function allChanges(
  context: Context,
  name: Name,
  list: readonly Bound[],
  exposed: string | undefined,
): { readonly sql: string; readonly sources: readonly Source[] } | undefined {
  const [last = '', schema = ''] = [...name.parts].reverse();
  const instance = /^fn_cdc_get_all_changes_(.+)$/i.exec(last)?.[1];
  const object =
    schema.toLowerCase() === 'cdc' && instance !== undefined ? context.database.objects.get(`cdc.${instance}_ct`.toLowerCase()) : undefined;
  if (instance === undefined || object === undefined) return undefined;
  const [from, to, option] = list;
  if (from === undefined || to === undefined || option === undefined)
    throw new SqlServerError(313, `An insufficient number of arguments were supplied for the procedure or function cdc.${last}.`, {
      line: name.line,
    });
  const rows = constantText(option, last).toLowerCase();
  if (rows !== 'all' && rows !== 'all update old')
    throw new SqlServerError(
      313,
      `An insufficient number of arguments were supplied for the procedure or function cdc.fn_cdc_get_all_changes_ ... .`,
      { line: name.line },
    );
  const [low, high] = [convert(from, lsn).sql, convert(to, lsn).sql];
  const alias = context.alias();
  const shown = object.columns.filter((column) => column.name !== '__$end_lsn' && column.name !== '__$command_id');
  const columns = shown.map((column) => ({
    name: column.name,
    value: bound(`${alias}.c${column.id}`, column.type, { nullable: column.nullable, coercibility: 'implicit' }),
  }));
  const sql = `(select * from ${tableSql(object)} where tsql.in_range(${context.database.id}, '${instance.replaceAll("'", "''")}', ${low}, ${high})
    and c1 >= ${low} and c1 <= ${high}${rows === 'all' ? ' and c4 <> 3' : ''}) ${alias}`;
  return { sql, sources: [{ exposed: exposed ?? last, schema: undefined, columns, object: undefined, alias }] };
}
