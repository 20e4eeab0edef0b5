import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import type { Session } from '../../client.ts';
import type { ColumnPolicies } from '../../column-policies.ts';
import { loadShape, type Shape } from '../../shape.ts';
import { quoteText } from '../../sql.ts';
import type { FollowedTable, Since } from '../way.ts';
import { type CaptureInstance, loadInstances } from './capture-instances.ts';

/** A table whose changes are captured. */
export interface CapturedTable extends FollowedTable {
  readonly shape: Shape;
  /** Places of the mapped key in the selection. */
  readonly key: readonly number[];
}

export async function loadCaptured(
  session: Session,
  selections: readonly Selection[],
  policies: ColumnPolicies,
  signal: AbortSignal,
): Promise<readonly CapturedTable[]> {
  const tables: CapturedTable[] = [];
  for (const selection of selections) {
    const shape = await loadShape(session, selection, policies, signal);
    const name = formatCollection(selection.collection);
    if (selection.key.length === 0) {
      throw new LienThongError('MAPPING_INVALID', {
        message: `${name} has no mapped key: its changes cannot be told`,
        details: { collections: [name] },
      });
    }
    const key = selection.key.map((column) => selection.columns.indexOf(column));
    tables.push({ name, selection, objectId: shape.table.objectId, shape, key });
  }
  return tables;
}

/**
 * The instance that each table is read from: the newest one with all selected columns that keeps everything behind `since`. Refuses a table of
 * which there is none.
 */
export async function chooseInstances(
  session: Session,
  tables: readonly CapturedTable[],
  since: Since,
  signal: AbortSignal,
): Promise<ReadonlyMap<CapturedTable, CaptureInstance>> {
  const all = await loadInstances(
    session,
    tables.map(({ objectId }) => objectId),
    signal,
  );
  const chosen = new Map<CapturedTable, CaptureInstance>();
  const lost: string[] = [];
  for (const table of tables) {
    const own = all.filter((instance) => instance.sourceId === table.objectId);
    const fitting = own.filter(({ columns }) => table.selection.columns.every((column) => columns.has(column)));
    if (own.length === 0) throw uncaptured(table);
    if (fitting.length === 0) throw columnsMissing(table, own);
    const instance = fitting.findLast(({ oldest }) => oldest <= since(table) + 1n);
    if (instance === undefined) lost.push(table.name);
    else chosen.set(table, instance);
  }
  if (lost.length > 0) throw historyLost(lost);
  return chosen;
}

function uncaptured({ name, selection }: CapturedTable): LienThongError {
  const { schema, name: table } = selection.collection;
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the changes of ${name} are not captured, or this login may not see them`,
    remedy: `EXEC sys.sp_cdc_enable_table @source_schema = ${quoteText(schema)}, @source_name = ${quoteText(table)}, @role_name = NULL; GRANT SELECT ON SCHEMA::cdc TO …;`,
    details: { collections: [name] },
  });
}

function columnsMissing({ name, selection }: CapturedTable, instances: readonly CaptureInstance[]): LienThongError {
  const missing = selection.columns.filter((column) => !instances.some(({ columns }) => columns.has(column)));
  return new LienThongError('SOURCE_NOT_READY', {
    message: `no capture instance of ${name} has ${missing.length === 0 ? 'all selected columns together' : missing.join(', ')}: columns that came later, and computed ones, are not captured`,
    remedy: 'EXEC sys.sp_cdc_enable_table … with another @capture_instance, and a new epoch; or leave the columns out.',
    details: { collections: [name] },
  });
}

function historyLost(names: readonly string[]): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `no capture instance of ${names.join(', ')} has all changes behind the position: they were cleaned up, or the instance was made anew`,
    remedy:
      "Start a new epoch of these datasets. EXEC sys.sp_cdc_change_job @job_type = N'cleanup', @retention = 10080; keeps changes for a week.",
    details: { collections: names },
  });
}
