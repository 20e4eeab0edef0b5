import { describeTables } from '@lienthong/adapter-kit';
import type { CollectionDescription } from '@lienthong/core';
import { loadColumns, loadKeys, loadTables } from './catalogue.ts';
import { rowScn } from './row-scn/row-scn.ts';
import type { Sessions } from './sessions.ts';
import { mapColumn, nativeType } from './type-mappings.ts';

/** Everything in the database that this login may read, with the mapping of every column's type. */
export async function describeSource(sessions: Sessions, signal: AbortSignal): Promise<readonly CollectionDescription[]> {
  const catalogue = await sessions.use(signal, async (session) => ({
    tables: await loadTables(session, 'all', signal),
    columns: await loadColumns(session, 'all', signal),
    keys: await loadKeys(session, 'all', signal),
  }));
  return describeTables(catalogue, (column) => ({ nativeType: nativeType(column), type: mapColumn(column) })).map((description) =>
    description.kind === 'view' ? description : { ...description, watermarks: [rowScn] },
  );
}
