import { SqlServerError } from '../../engine.ts';
import type { Context } from '../binding/context.ts';
import { emptyScope, type Scope } from '../binding/scope.ts';
import { type CatalogObject, tableSql } from '../catalog/model.ts';
import type { Expression, Name, Statement, TableSource } from '../syntax/ast.ts';
import { assigned, writable } from '../translate/assign.ts';
import { tableSource, translateSources } from '../translate/sources.ts';
import type { Run } from './session-state.ts';

type Insert = Extract<Statement, { kind: 'insert' }>;
type Update = Extract<Statement, { kind: 'update' }>;
type Delete = Extract<Statement, { kind: 'delete' }>;

function target(context: Context, name: Name, permission: string): CatalogObject {
  const object = context.object(name);
  if (object.kind === 'view')
    throw new SqlServerError(40510, 'Writing through a view is not supported by this server.', { line: name.line });
  context.demand(permission, object);
  return object;
}

function written(run: Run, count: number): void {
  run.state.rowCount = count;
  run.sink.done(run.state.noCount ? undefined : count);
}

export async function runInsert(run: Run, statement: Insert): Promise<void> {
  const context = run.context();
  const object = target(context, statement.table, 'INSERT');
  const identity = run.state.identityInsert === object.id;
  const free = object.columns.filter((column) => !column.isComputed && column.declared !== 'timestamp' && (identity || !column.isIdentity));
  const named = statement.columns.length > 0;
  const columns = named ? statement.columns.map((name) => insertable(object, name, identity, statement)) : free;
  const into = `insert into ${tableSql(object)}`;
  const list = columns.map((column) => `c${column.id}`).join(', ');
  const own = object.columns.find((column) => column.isIdentity);
  const returning = own === undefined ? '' : ` returning c${own.id}`;
  const { rows, count } = await run.sql(`${into} ${valuesSql(context, statement, object, columns, list)}${returning}`);
  if (own !== undefined) {
    run.state.identity = rows[rows.length - 1]?.[0] ?? null;
    // An explicit value moves the counter on.
    if (identity)
      await run.sql(
        `select setval(pg_get_serial_sequence('${tableSql(object)}', 'c${own.id}'), greatest((select max(c${own.id}) from ${tableSql(object)}), 1))`,
      );
  }
  written(run, count);
}

/** `timestamp` may be named when DEFAULT is what it gets. */
function insertable(object: CatalogObject, name: string, identity: boolean, { source, line }: Insert): CatalogObject['columns'][number] {
  const found = object.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (found?.declared === 'timestamp' && source.kind === 'rows') return found;
  return writable(object, name, { isUpdate: false, identity }, line);
}

function valuesSql(
  context: Context,
  { source, line }: Insert,
  object: CatalogObject,
  columns: CatalogObject['columns'],
  list: string,
): string {
  if (source.kind === 'defaults') return 'default values';
  if (source.kind === 'query') {
    const query = context.query(source, emptyScope);
    checkCount(query.columns.length, columns.length, line);
    const alias = context.alias();
    const values = query.columns.map(({ value }, index) =>
      assigned({ ...value, sql: `${alias}.k${index + 1}` }, column(columns, index), object, context.database),
    );
    return `(${list}) select ${values.join(', ')} from (${query.sql}) ${alias}`;
  }
  const rows = source.rows.map((row) => {
    checkCount(row.length, columns.length, line);
    return `(${row.map((value, index) => valueSql(context, value, column(columns, index), object, line)).join(', ')})`;
  });
  return `(${list}) values ${rows.join(', ')}`;
}

function column(columns: CatalogObject['columns'], index: number): CatalogObject['columns'][number] {
  const found = columns[index];
  if (found === undefined) throw new SqlServerError(213, 'Column name or number of supplied values does not match table definition.');
  return found;
}

function checkCount(given: number, wanted: number, line: number): void {
  if (given !== wanted)
    throw new SqlServerError(213, 'Column name or number of supplied values does not match table definition.', { line });
}

function valueSql(
  context: Context,
  value: Expression | 'default',
  of: CatalogObject['columns'][number],
  object: CatalogObject,
  line: number,
): string {
  if (of.declared === 'timestamp' && value !== 'default') writable(object, of.name, { isUpdate: false, identity: false }, line);
  return value === 'default' ? 'default' : assigned(context.expression(value, emptyScope), of, object, context.database);
}

interface Target {
  readonly object: CatalogObject;
  readonly scope: Scope;
  /** FROM and WHERE for a select of the rows concerned. */
  readonly from: string;
  readonly alias: string;
}

/** The rows that an update or delete concerns: the table itself, or its place in the statement's FROM. */
function concerned(context: Context, table: Name, list: readonly TableSource[], permission: string): Target {
  if (list.length === 0) {
    const object = target(context, table, permission);
    const alias = context.alias();
    return {
      object,
      alias,
      from: `${tableSql(object)} ${alias}`,
      scope: { ...emptyScope, sources: [tableSource(object, alias, object.name)] },
    };
  }
  const { sql, sources } = translateSources(context, list, emptyScope);
  const last = table.parts[table.parts.length - 1]?.toLowerCase();
  const source =
    sources.find(({ exposed }) => exposed.toLowerCase() === last) ?? sources.find(({ object }) => object?.name.toLowerCase() === last);
  if (source?.object === undefined) throw new SqlServerError(208, `Invalid object name '${table.parts.join('.')}'.`, { line: table.line });
  context.demand(permission, source.object);
  return { object: source.object, alias: source.alias, from: sql, scope: { ...emptyScope, sources } };
}

function limit(context: Context, top: Expression | undefined): string {
  return top === undefined ? '' : ` limit (${context.expression(top, emptyScope).sql})::bigint`;
}

export async function runUpdate(run: Run, statement: Update): Promise<void> {
  const context = run.context();
  const { object, scope, from, alias } = concerned(context, statement.table, statement.from, 'UPDATE');
  const set = statement.set.map(({ column: name, value, line }) => {
    const of = writable(object, name, { isUpdate: true, identity: false }, line);
    return { of, sql: value === 'default' ? undefined : assigned(context.expression(value, scope), of, object, context.database) };
  });
  const where = statement.where === undefined ? '' : ` where ${context.condition(statement.where, scope)}`;
  if (statement.from.length === 0 && statement.top === undefined) {
    const { count } = await run.sql(`update ${from} set ${set.map(({ of, sql }) => `c${of.id} = ${sql ?? 'default'}`).join(', ')}${where}`);
    return written(run, count);
  }
  const values = set.flatMap(({ sql }, index) => (sql === undefined ? [] : [`${sql} as v${index}`]));
  const rows = `select distinct on (${alias}.ctid) ${[`${alias}.ctid as row_id`, ...values].join(', ')} from ${from}${where}${limit(context, statement.top)}`;
  const { count } = await run.sql(
    `update ${tableSql(object)} t set ${set.map(({ of, sql }, index) => `c${of.id} = ${sql === undefined ? 'default' : `r.v${index}`}`).join(', ')} from (${rows}) r where t.ctid = r.row_id`,
  );
  written(run, count);
}

export async function runDelete(run: Run, statement: Delete): Promise<void> {
  const context = run.context();
  const { object, scope, from, alias } = concerned(context, statement.table, statement.from, 'DELETE');
  const where = statement.where === undefined ? '' : ` where ${context.condition(statement.where, scope)}`;
  const rows = `select ${alias}.ctid from ${from}${where}${limit(context, statement.top)}`;
  const { count } = await run.sql(`delete from ${tableSql(object)} where ctid = any (array(${rows}))`);
  written(run, count);
}
