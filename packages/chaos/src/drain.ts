import { waitFor } from '@lienthong/testbed';
import type pg from 'pg';
import { viewOf } from './checks/equal-sides.ts';
import type { Scene } from './scene.ts';
import { markerNumber, tables } from './writing/tables.ts';
import { writeRows } from './writing/write-rows.ts';

/** How long nothing at all may move before the end: on a busy machine a drain takes as long as it takes. */
const patienceMs = 45_000;

/** Waits until the last change of each table has arrived, every snapshot is over and the spool is empty: then nothing moves any more. */
export async function drain({ source, storePool, journal, connector, observer }: Scene): Promise<void> {
  const wanted = new Map<string, number>();
  for (const table of tables) {
    // A truncation takes the marker away, too.
    await writeRows(source, journal, (session) => session.insert(table, [markerNumber]));
    const [marker] = await writeRows(source, journal, (session) => session.update(table, markerNumber, markerNumber, false));
    wanted.set(table.dataset, marker?.revision ?? 0);
  }
  let waitsFor = '';
  const atRest = async (): Promise<boolean> => {
    const status = await connector.status();
    waitsFor = JSON.stringify(status);
    if (status?.state !== 'running' || status.spool.batches > 0 || status.datasets.length < tables.length) return false;
    if (status.datasets.some(({ phase, failure }) => phase !== 'following' || failure !== undefined)) return false;
    for (const [dataset, revision] of wanted) {
      waitsFor = `the marker of ${dataset}`;
      if ((await markerOf(storePool, dataset)) !== revision) return false;
    }
    return true;
  };
  let moved = '';
  let movedAt = performance.now();
  const end = await waitFor(
    async () => {
      const now = `${connector.counts.spooled} ${connector.counts.delivered} ${observer.seen}`;
      if (now !== moved) movedAt = performance.now();
      moved = now;
      if (await atRest()) return 'rest';
      return performance.now() - movedAt > patienceMs ? 'stuck' : false;
    },
    { timeoutMs: 10 * patienceMs, what: 'both sides to be at rest' },
  );
  if (end !== 'stuck') return;
  const { retried } = connector;
  const tried = retried === undefined ? '' : `; the connector last tried again after ${retried.code}: ${retried.message}`;
  throw new Error(`nothing moves any more; missing is ${waitsFor}${tried}`);
}

async function markerOf(store: pg.Pool, dataset: string): Promise<number> {
  const { rows } = await store.query<{ revision: string }>(`select revision from ${viewOf(dataset)} where number = ${markerNumber}`);
  return Number(rows[0]?.revision);
}
