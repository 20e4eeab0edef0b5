import { SqlServerError } from '../../engine.ts';
import { bound } from '../binding/bound.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { tableSql } from '../catalog/model.ts';
import { dropCaptures } from '../cdc/instances.ts';
import { disableTracking, enableTracking } from '../change-tracking/enable.ts';
import { nowSql, type Run } from '../run/session-state.ts';
import type { ColumnDefinition, ConstraintDefinition, Name, Statement, TableChange } from '../syntax/ast.ts';
import { assigned } from '../translate/assign.ts';
import { postgresType } from '../types/kinds.ts';
import { maxLength, precisionAndScale } from '../types/names.ts';
import { columnType, newColumn, refuseTaken, registerColumn } from './columns.ts';
import { addConstraint, dropConstraint } from './constraints.ts';
import { columnNamed } from './indexes.ts';
import { quote } from './quote.ts';

export function schemaOf(run: Run, { parts, line }: Name): { readonly id: number; readonly name: string } {
  const [, schema = 'dbo'] = [...parts].reverse();
  const found = run.state.database.schemas.get((schema === '' ? 'dbo' : schema).toLowerCase());
  if (found === undefined)
    throw new SqlServerError(2760, `The specified schema name "${schema}" either does not exist or you do not have permission to use it.`, {
      line,
    });
  return found;
}

function isKeyColumn(name: string, own: readonly ConstraintDefinition[], constraints: readonly ConstraintDefinition[]): boolean {
  return [...own, ...constraints].some(
    (constraint) => constraint.kind === 'primaryKey' && constraint.columns.some((key) => key.name.toLowerCase() === name.toLowerCase()),
  );
}

export async function createTable(run: Run, { name, columns, constraints }: Extract<Statement, { kind: 'createTable' }>): Promise<void> {
  const schema = schemaOf(run, name);
  const tableName = name.parts[name.parts.length - 1] ?? '';
  await refuseTaken(run, schema.id, tableName);
  const { rows } = await run.sql(`insert into cat.objects (database_id, schema_id, name, type, created, modified)
    values (${run.state.database.id}, ${schema.id}, ${quote(tableName)}, 'U', ${nowSql(run.server)}, ${nowSql(run.server)}) returning object_id`);
  const empty: CatalogObject = {
    id: Number(rows[0]?.[0]),
    schema: schema.name,
    name: tableName,
    kind: 'table',
    columns: [],
    indexes: [],
    definition: undefined,
    tracked: undefined,
  };
  await run.sql(`create table ${tableSql(empty)} ()`);
  const object = await addColumns(run, empty, columns, constraints);
  for (const constraint of columns.flatMap((column) => column.constraints)) await addConstraint(run, object, constraint);
  for (const constraint of constraints) await addConstraint(run, object, constraint);
}

/** Gives the table with the columns. */
async function addColumns(
  run: Run,
  object: CatalogObject,
  definitions: readonly ColumnDefinition[],
  constraints: readonly ConstraintDefinition[],
): Promise<CatalogObject> {
  let grown = object;
  const { rows } = await run.sql(
    `select coalesce(max(attnum), 0) from pg_attribute where attrelid = '${tableSql(object)}'::regclass and attnum > 0`,
  );
  let id = Number(rows[0]?.[0]);
  for (const definition of definitions) {
    id++;
    const added = newColumn(run.context(), grown, definition, id, isKeyColumn(definition.name, definition.constraints, constraints));
    await run.sql(`alter table ${tableSql(object)} add column ${added.sql}`);
    await registerColumn(run, grown, added);
    grown = { ...grown, columns: [...grown.columns, added.column] };
  }
  return grown;
}

export async function alterTable(run: Run, object: CatalogObject, change: TableChange): Promise<void> {
  switch (change.kind) {
    case 'add': {
      const grown = await addColumns(run, object, change.columns, change.constraints);
      for (const constraint of [...change.columns.flatMap((column) => column.constraints), ...change.constraints])
        await addConstraint(run, grown, constraint);
      break;
    }
    case 'alterColumn':
      await alterColumn(run, object, change.column);
      break;
    case 'dropColumn':
      for (const name of change.columns) await dropColumn(run, object, name);
      break;
    case 'dropConstraint':
      for (const name of change.names) await dropConstraint(run, object, name);
      break;
    case 'changeTracking':
      await (change.enable ? enableTracking(run, object, change.trackColumns) : disableTracking(run, object));
      return;
  }
  await run.sql(
    `insert into cat.ddl_history select source_object_id, object_id, tsql.lsn(nextval('cat.log_numbers') * 16, 1), ${quote(`ALTER TABLE ${object.schema}.${object.name}`)}, tsql.now() from cat.captures where source_object_id = ${object.id}`,
  );
  await run.sql(`update cat.objects set modified = greatest(modified + 33334, ${nowSql(run.server)}) where object_id = ${object.id}`);
}

/** A new type: the values that are there are converted as an assignment would. */
async function alterColumn(run: Run, object: CatalogObject, definition: ColumnDefinition): Promise<void> {
  const old = columnNamed(object, definition.name);
  const context = run.context();
  const { type, name } = columnType(definition, context.database.collation);
  const nullable = definition.nullable ?? true;
  const keys = object.indexes.filter((index) => index.columns.includes(old.id));
  if (keys.some((index) => index.isConstraint) && JSON.stringify(type) !== JSON.stringify(old.type)) {
    throw new SqlServerError(5074, `The object '${keys[0]?.name}' is dependent on column '${old.name}'.`);
  }
  const value = assigned(bound(`c${old.id}`, old.type, { coercibility: 'implicit' }), { ...old, type }, object, context.database);
  await run.sql(
    `alter table ${tableSql(object)} alter column c${old.id} ${nullable ? 'drop' : 'set'} not null, alter column c${old.id} type ${postgresType(type)} using ${value}`,
  );
  const [precision, scale] = precisionAndScale(type);
  await run.sql(`update cat.columns set type = ${quote(JSON.stringify(type))}, declared = ${quote(name)}, nullable = ${nullable}, max_length = ${maxLength(type)}, precision = ${precision}, scale = ${scale},
    collation_name = ${'collation' in type ? quote(type.collation) : 'null'} where object_id = ${object.id} and column_id = ${old.id}`);
}

async function dropColumn(run: Run, object: CatalogObject, name: string): Promise<void> {
  const column = object.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (column === undefined)
    throw new SqlServerError(4924, `ALTER TABLE DROP COLUMN failed because column '${name}' does not exist in table '${object.name}'.`);
  const index = object.indexes.find((candidate) => candidate.columns.includes(column.id));
  if (index !== undefined || column.hasDefault)
    throw new SqlServerError(5074, `The object '${index?.name ?? `DF of ${column.name}`}' is dependent on column '${name}'.`);
  await run.sql(`alter table ${tableSql(object)} drop column c${column.id}`);
  await run.sql(`delete from cat.columns where object_id = ${object.id} and column_id = ${column.id}`);
  await run.sql(`delete from cat.properties where class = 1 and major_id = ${object.id} and minor_id = ${column.id}`);
}

export async function dropTable(run: Run, object: CatalogObject): Promise<void> {
  const { rows } = await run.sql(
    `select 1 from cat.foreign_keys where referenced_object_id = ${object.id} and parent_object_id <> ${object.id}`,
  );
  if (rows.length > 0)
    throw new SqlServerError(3726, `Could not drop object '${object.name}' because it is referenced by a FOREIGN KEY constraint.`);
  if (object.tracked !== undefined) await disableTracking(run, object);
  await dropCaptures(run, object, 'all');
  await run.sql(`drop table ${tableSql(object)}`);
  for (const table of ['columns', 'indexes', 'index_columns']) await run.sql(`delete from cat.${table} where object_id = ${object.id}`);
  await run.sql(
    `delete from cat.foreign_key_columns where object_id in (select object_id from cat.foreign_keys where parent_object_id = ${object.id})`,
  );
  await run.sql(`delete from cat.foreign_keys where parent_object_id = ${object.id}`);
  await run.sql(`delete from cat.properties where class = 1 and major_id = ${object.id}`);
  await run.sql(`delete from cat.permissions where class = 1 and major_id = ${object.id}`);
  await run.sql(`delete from cat.objects where object_id = ${object.id} or parent_object_id = ${object.id}`);
}

/** Refuses what TRUNCATE is not allowed on; a tracked table's changes are lost, and readers have to begin anew. */
export async function truncateTable(run: Run, object: CatalogObject): Promise<void> {
  const { rows } = await run.sql(`select 1 from cat.foreign_keys where referenced_object_id = ${object.id}`);
  if (rows.length > 0)
    throw new SqlServerError(4712, `Cannot truncate table '${object.name}' because it is being referenced by a FOREIGN KEY constraint.`);
  await run.sql(`truncate ${tableSql(object)} restart identity`);
  if (object.tracked === undefined) return;
  await run.sql(`delete from data.tracked_${object.id}`);
  await run.sql(
    `insert into cat.commits (xid, database_id) values (pg_current_xact_id()::text::bigint, ${run.state.database.id}) on conflict do nothing`,
  );
  await run.sql(
    `update cat.tracked set min_valid_version = tsql.tracking_version(${run.state.database.id}) + 1 where object_id = ${object.id}`,
  );
}
