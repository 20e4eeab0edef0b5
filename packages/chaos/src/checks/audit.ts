import type { Step } from '../plan/trouble.ts';
import type { Scene } from '../scene.ts';
import { tables } from '../writing/tables.ts';
import { connectorReceipts, platformReceipts } from './read-receipts.ts';
import { type ChainEnd, chainStart, checkChain, compareReceipts, wholeReceipts } from './receipts.ts';

/** How far each stream's receipts were checked, and which of them went with a lost state. */
export interface Audit {
  readonly ends: Map<string, ChainEnd>;
  readonly lost: Map<string, number>;
  /** The connector's database was damaged where it is not looked at: a receipt in it may tell so when it is. */
  flipped: boolean;
}

export function openAudit(): Audit {
  return { ends: new Map(), lost: new Map(), flipped: false };
}

/** Receipts on both sides, and numbers that are missing. A difference that is gone within `patienceMs` is none. */
export async function checkAfterRound(scene: Scene, audit: Audit, steps: readonly Step[], patienceMs = 10_000): Promise<readonly string[]> {
  const { storePool, connector, platform } = scene;
  const faults: string[] = [];
  const damaged = steps.some(({ trouble }) => trouble.kind === 'state');
  audit.flipped ||= steps.some(({ trouble }) => trouble.kind === 'state' && trouble.fault === 'database-flipped');
  const { receiptKey } = platform.ready;
  for (const { dataset } of tables) {
    const receipts = await platformReceipts(storePool, dataset);
    const before = audit.ends.get(dataset) ?? chainStart;
    const { end, fault } = await checkChain(receipts.slice(before.number), before, receiptKey);
    audit.ends.set(dataset, end);
    if (fault !== undefined) faults.push(`${dataset}: ${fault}`);
    if (damaged) audit.lost.set(dataset, end.number);
    const difference = await differenceThatStays(patienceMs, async () => {
      const kept = connectorReceipts(connector.state, dataset);
      const whole = audit.flipped ? await wholeReceipts(kept, receiptKey) : kept;
      return compareReceipts(whole, await platformReceipts(storePool, dataset), audit.lost.get(dataset) ?? 0);
    });
    if (difference !== undefined) faults.push(`${dataset}: ${difference}`);
    faults.push(...(await missingNumbers(scene, dataset)));
  }
  return faults;
}

/** Both sides are read one after the other, and a stream at rest tells its place now and then: a batch may fall between the two. */
async function differenceThatStays(patienceMs: number, compare: () => Promise<string | undefined>): Promise<string | undefined> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const difference = await compare();
    if (difference === undefined || Date.now() > until) return difference;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function missingNumbers({ storePool }: Scene, dataset: string): Promise<readonly string[]> {
  const { rows } = await storePool.query<{ contiguous: string; highest: string }>(
    'select contiguous, highest from lienthong.streams where dataset = $1',
    [dataset],
  );
  return rows
    .filter(({ contiguous, highest }) => contiguous !== highest)
    .map(({ contiguous, highest }) => `${dataset}: numbers are missing between ${contiguous} and ${highest}`);
}
