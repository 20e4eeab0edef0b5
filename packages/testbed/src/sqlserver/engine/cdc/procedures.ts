import { SqlServerError, type SqlType } from '../../engine.ts';
import { type CatalogObject, primaryKey, tableSql } from '../catalog/model.ts';
import { quote } from '../definitions/quote.ts';
import type { Arguments, Procedure } from '../run/procedures.ts';
import { nowSql, type Run } from '../run/session-state.ts';
import { postgresType } from '../types/kinds.ts';
import { maxLength, precisionAndScale, typeFacts } from '../types/names.ts';
import { dropCaptures } from './instances.ts';
import { changeJob } from './jobs.ts';

/** The procedures of Change Data Capture (Microsoft Learn, "sys.sp_cdc_enable_table" and its neighbours). */
export const cdcProcedures: Readonly<Record<string, Procedure>> = {
  sp_cdc_enable_db: { parameters: [], run: enableDatabase },
  sp_cdc_disable_db: { parameters: [], run: disableDatabase },
  sp_cdc_enable_table: {
    parameters: [
      'source_schema',
      'source_name',
      'role_name',
      'capture_instance',
      'supports_net_changes',
      'index_name',
      'captured_column_list',
      'filegroup_name',
      'allow_partition_switch',
    ],
    run: enableTable,
  },
  sp_cdc_disable_table: { parameters: ['source_schema', 'source_name', 'capture_instance'], run: disableTable },
  sp_cdc_change_job: changeJob,
};

async function enableDatabase(run: Run): Promise<void> {
  const { database } = run.state;
  if (!run.server.features.cdc)
    throw new SqlServerError(22988, 'This instance of SQL Server does not support change data capture in its edition.');
  if (database.isCdcEnabled) throw new SqlServerError(22906, `The database '${database.name}' is already enabled for Change Data Capture.`);
  await run.sql(`update cat.databases set cdc = true where database_id = ${database.id}`);
  await run.sql(
    `insert into cat.schemas select ${database.id}, greatest(max(schema_id) + 1, 5), 'cdc' from cat.schemas where database_id = ${database.id}`,
  );
  run.server.captureStarts();
}

async function disableDatabase(run: Run): Promise<void> {
  const { database } = run.state;
  const { rows } = await run.sql(
    `select k.instance, s.name, o.name from cat.captures k join cat.objects o on o.object_id = k.source_object_id join cat.schemas s on s.database_id = o.database_id and s.schema_id = o.schema_id where o.database_id = ${database.id}`,
  );
  for (const [instance, schema, name] of rows) {
    await disableTable(
      run,
      new Map([
        ['source_schema', schema ?? ''],
        ['source_name', name ?? ''],
        ['capture_instance', instance ?? ''],
      ]),
    );
  }
  await run.sql(`delete from cat.captured where database_id = ${database.id}`);
  await run.sql(`delete from cat.schemas where database_id = ${database.id} and name = 'cdc'`);
  await run.sql(`update cat.databases set cdc = false where database_id = ${database.id}`);
}

function source(run: Run, values: Arguments): CatalogObject {
  const { database } = run.state;
  if (!database.isCdcEnabled)
    throw new SqlServerError(
      22901,
      `The database '${database.name}' is not enabled for Change Data Capture. Ensure that the correct database context is set and retry the operation.`,
    );
  const [schema, name] = [values.get('source_schema') ?? '', values.get('source_name') ?? ''];
  const object = database.objects.get(`${schema}.${name}`.toLowerCase());
  if (object?.kind !== 'table') throw new SqlServerError(22931, `Source object '${schema}.${name}' does not exist or is not accessible.`);
  return object;
}

async function enableTable(run: Run, values: Arguments): Promise<void> {
  const object = source(run, values);
  const { database } = run.state;
  const instance = values.get('capture_instance') ?? `${object.schema}_${object.name}`;
  const isFirst = await isFirstInstance(run, object, instance);
  const columns = capturedColumns(object, values.get('captured_column_list') ?? undefined);
  const key = identifyingIndex(object, values.get('index_name') ?? undefined);
  const net = values.get('supports_net_changes') ?? (key === undefined ? '0' : '1');
  const id = await changeTable(run, database.schemas.get('cdc')?.id ?? 0, instance, columns);
  const ids = (list: readonly number[]): string => `array[${list.join(', ')}]::int[]`;
  await run.sql(`insert into cat.captures values (${id}, ${object.id}, ${quote(instance)}, tsql.lsn(${await ownNumber(run)}::bigint * 16, 1), ${nowSql(run.server)},
    ${quote(values.get('role_name') ?? '')}, ${quote(key?.name ?? '')}, ${ids(columns.map((column) => column.id))}, ${ids(key?.columns ?? [])}, ${net === '1'})`);
  if (isFirst) {
    await run.sql(
      `create trigger b_capture after insert or update or delete on ${tableSql(object)} for each row execute function tsql.log_row('${database.id}', '${object.id}')`,
    );
  }
}

/** Refuses a name that is taken, and a third instance. */
async function isFirstInstance(run: Run, object: CatalogObject, instance: string): Promise<boolean> {
  const { rows } = await run.sql(
    `select k.instance, k.source_object_id from cat.captures k join cat.objects o on o.object_id = k.object_id where o.database_id = ${run.state.database.id}`,
  );
  if (rows.some(([known]) => known?.toLowerCase() === instance.toLowerCase())) {
    throw new SqlServerError(
      22926,
      `Could not create a capture instance because the capture instance name '${instance}' already exists in the current database.`,
    );
  }
  const own = rows.filter(([, id]) => Number(id) === object.id);
  if (own.length > 1) {
    throw new SqlServerError(
      22962,
      `Two capture instances already exist for source table '${object.schema}.${object.name}'. A table can have at most two capture instances.`,
    );
  }
  return own.length === 0;
}

function capturedColumns(object: CatalogObject, list: string | undefined): CatalogObject['columns'] {
  if (list === undefined) return object.columns.filter((column) => !column.isComputed);
  return list.split(',').map((name) =>
    named(
      object,
      name
        .trim()
        .replace(/^\[(.*)\]$/, '$1')
        .toLowerCase(),
    ),
  );
}

function identifyingIndex(object: CatalogObject, name: string | undefined): CatalogObject['indexes'][number] | undefined {
  if (name === undefined) return primaryKey(object);
  const index = object.indexes.find((candidate) => candidate.isUnique && candidate.name?.toLowerCase() === name.toLowerCase());
  if (index === undefined)
    throw new SqlServerError(22965, `The index '${name}' is not a unique index on table '${object.schema}.${object.name}'.`);
  return index;
}

/** The number of this transaction in the log, given here and not at its commit, so that the instance knows where it begins. */
async function ownNumber(run: Run): Promise<string> {
  const { id } = run.state.database;
  await run.sql(`select pg_advisory_xact_lock(7900000, ${id})`);
  const { rows } =
    await run.sql(`insert into cat.log_commits (xid, database_id, number, committed) values (pg_current_xact_id()::text::bigint, ${id}, nextval('cat.log_numbers'), tsql.now())
    on conflict (xid) do update set number = excluded.number, committed = excluded.committed returning number`);
  return rows[0]?.[0] ?? '0';
}

function named(object: CatalogObject, name: string): CatalogObject['columns'][number] {
  const column = object.columns.find((candidate) => candidate.name.toLowerCase() === name);
  if (column === undefined)
    throw new SqlServerError(22930, `Could not locate column '${name}' in the table '${object.schema}.${object.name}'.`);
  return column;
}

/** `cdc.<instance>_CT`: a table like others, which can be read by its name. */
async function changeTable(run: Run, schemaId: number, instance: string, captured: CatalogObject['columns']): Promise<number> {
  const { rows } = await run.sql(`insert into cat.objects (database_id, schema_id, name, type, created, modified, shipped)
    values (${run.state.database.id}, ${schemaId}, ${quote(`${instance}_CT`)}, 'U', ${nowSql(run.server)}, ${nowSql(run.server)}, true) returning object_id`);
  const id = Number(rows[0]?.[0]);
  const lsn: SqlType = { name: 'binary', length: 10 };
  const int: SqlType = { name: 'int' };
  const columns: readonly (readonly [string, SqlType, string])[] = [
    ['__$start_lsn', lsn, 'binary'],
    ['__$end_lsn', lsn, 'binary'],
    ['__$seqval', lsn, 'binary'],
    ['__$operation', int, 'int'],
    ['__$update_mask', { name: 'varbinary', length: 128 }, 'varbinary'],
    // A row version is bytes here: a copy of it, that does not change.
    ...captured.map((column) => [column.name, column.type, column.declared === 'timestamp' ? 'binary' : column.declared] as const),
    ['__$command_id', int, 'int'],
  ];
  await run.sql(`create table data.o${id} (${columns.map(([, type], index) => `c${index + 1} ${postgresType(type)}`).join(', ')})`);
  await run.sql(`create index on data.o${id} (c1, c3, c4)`);
  for (const [index, [name, type, declared]] of columns.entries()) {
    const [precision, scale] = precisionAndScale(type);
    if (!typeFacts.has(declared)) throw new Error(`No type is called ${declared}.`);
    await run.sql(`insert into cat.columns (object_id, column_id, name, type, declared, nullable, max_length, precision, scale, collation_name) values (${id}, ${index + 1}, ${quote(name)}, ${quote(JSON.stringify(type))}, ${quote(declared)},
      ${!['__$start_lsn', '__$seqval', '__$operation'].includes(name)}, ${maxLength(type)}, ${precision}, ${scale}, ${'collation' in type ? quote(type.collation) : 'null'})`);
  }
  return id;
}

async function disableTable(run: Run, values: Arguments): Promise<void> {
  const object = source(run, values);
  const instance = values.get('capture_instance') ?? 'all';
  if ((await dropCaptures(run, object, instance)) > 0) return;
  throw new SqlServerError(
    22960,
    `Change data capture instance '${instance}' has not been enabled for the source table '${object.schema}.${object.name}'.`,
  );
}
