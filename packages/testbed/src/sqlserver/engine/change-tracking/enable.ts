import { SqlServerError } from '../../engine.ts';
import { type CatalogObject, primaryKey, tableSql } from '../catalog/model.ts';
import type { Run } from '../run/session-state.ts';
import { postgresType } from '../types/kinds.ts';

/** `alter table t enable change_tracking`: a side table with the keys, written by a trigger. */
export async function enableTracking(run: Run, object: CatalogObject, trackColumns: boolean): Promise<void> {
  const { database } = run.state;
  if (!database.isTracking)
    throw new SqlServerError(
      4996,
      `Change tracking must be enabled on database '${database.name}' before it can be enabled on table '${object.name}'.`,
    );
  const key = primaryKey(object);
  if (key === undefined)
    throw new SqlServerError(
      4997,
      `Cannot enable change tracking on table '${object.name}'. Change tracking requires a primary key on the table. Create a primary key on the table before enabling change tracking.`,
    );
  if (object.tracked !== undefined) throw new SqlServerError(4996, `Change tracking is already enabled for table '${object.name}'.`);
  const columns = object.columns.filter((column) => key.columns.includes(column.id));
  await run.sql(
    `create table data.tracked_${object.id} (id bigserial, xid bigint not null, operation text not null, changed int[], ${columns.map((column) => `c${column.id} ${postgresType(column.type)}`).join(', ')})`,
  );
  await run.sql(`create index on data.tracked_${object.id} (xid)`);
  await run.sql(
    `create trigger b_tracking after insert or update or delete on ${tableSql(object)} for each row execute function tsql.track('${database.id}', '${object.id}', '${columns.map((column) => `c${column.id}`).join(',')}')`,
  );
  await run.sql(
    `insert into cat.tracked select ${object.id}, ${trackColumns}, v, v from (select tsql.tracking_version(${database.id}) v) x`,
  );
}

export async function disableTracking(run: Run, object: CatalogObject): Promise<void> {
  if (object.tracked === undefined) throw new SqlServerError(4998, `Change tracking is not enabled on table '${object.name}'.`);
  await run.sql(`drop trigger b_tracking on ${tableSql(object)}`);
  await run.sql(`drop table data.tracked_${object.id}`);
  await run.sql(`delete from cat.tracked where object_id = ${object.id}`);
}
