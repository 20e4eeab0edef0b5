import { type CatalogObject, tableSql } from '../catalog/model.ts';
import { quote } from '../definitions/quote.ts';
import type { Run } from '../run/session-state.ts';

/** Takes away one capture instance of a table, or `all`; gives how many there were. Without one left nothing is logged of the table. */
export async function dropCaptures(run: Run, object: CatalogObject, instance: string): Promise<number> {
  const { rows } = await run.sql(
    `delete from cat.captures where source_object_id = ${object.id} and (lower(instance) = lower(${quote(instance)}) or ${quote(instance)} = 'all') returning object_id`,
  );
  for (const [id] of rows) {
    await run.sql(`drop table data.o${id}`);
    await run.sql(`delete from cat.columns where object_id = ${id}`);
    await run.sql(`delete from cat.ddl_history where object_id = ${id}`);
    await run.sql(`delete from cat.objects where object_id = ${id}`);
  }
  const { rows: left } = await run.sql(`select 1 from cat.captures where source_object_id = ${object.id}`);
  if (left.length === 0) await run.sql(`drop trigger if exists b_capture on ${tableSql(object)}`);
  return rows.length;
}
