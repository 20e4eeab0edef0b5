import type { Session } from '../../client.ts';
import { createParameters, type Statement } from '../../sql.ts';

/** What the server keeps of one table since CDC was switched on for it; a table has two at most. */
export interface CaptureInstance {
  readonly name: string;
  readonly sourceId: number;
  /** The oldest commit that is kept. */
  readonly oldest: bigint;
  /** Without computed ones: their values are not kept. */
  readonly columns: ReadonlySet<string>;
}

export function instancesStatement(sourceIds: readonly number[]): Statement {
  const parameters = createParameters();
  const list = sourceIds.map((id) => parameters.add('o', 'int', id)).join(', ');
  return {
    text: `select c.source_object_id, c.capture_instance, sys.fn_cdc_get_min_lsn(c.capture_instance), k.column_name
from cdc.change_tables as c join cdc.captured_columns as k on k.object_id = c.object_id
where c.source_object_id in (${list}) and k.is_computed = 0 order by c.source_object_id, c.start_lsn, k.column_ordinal`,
    parameters: parameters.all,
  };
}

/** Older ones first. */
export async function loadInstances(
  session: Session,
  sourceIds: readonly number[],
  signal: AbortSignal,
): Promise<readonly CaptureInstance[]> {
  const rows = sourceIds.length === 0 ? [] : await session.query(instancesStatement(sourceIds), signal);
  const instances = new Map<string, CaptureInstance & { readonly columns: Set<string> }>();
  for (const [sourceId, instance, oldest, column] of rows) {
    const name = String(instance);
    const known = instances.get(name) ?? { name, sourceId: Number(sourceId), oldest: readLsn(oldest), columns: new Set() };
    instances.set(name, known);
    known.columns.add(String(column));
  }
  return [...instances.values()];
}

/** Ten bytes, the highest first; NULL is before everything. */
export function readLsn(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return 0n;
  return BigInt(`0x${Buffer.from(value).toString('hex') || '0'}`);
}

export function lsnBytes(lsn: bigint): Buffer {
  return Buffer.from(lsn.toString(16).padStart(20, '0'), 'hex');
}
