import { waitFor } from '@lienthong/testbed';
import type { Counted, Moment } from '../plan/trouble.ts';
import type { Scene } from '../scene.ts';
import type { Writers } from '../writing/writers.ts';

/** How often each thing happened. */
export type Counters = Readonly<Record<Counted, () => number>>;

export function countersOf({ connector, shim, observer }: Scene, writers: Pick<Writers, 'statements'>): Counters {
  return {
    statements: () => writers.statements,
    spooled: () => connector.counts.spooled,
    delivered: () => connector.counts.delivered,
    requests: () => shim.requests,
    seen: () => observer.seen,
  };
}

const patienceMs = 1_500;

/** Waits for so many of them from now on; while a part is down nothing may come, and the moment comes all the same. */
export async function reach(moment: Moment, counters: Counters): Promise<void> {
  const count = counters[moment.of];
  const wanted = count() + moment.after;
  const end = performance.now() + patienceMs;
  await waitFor(() => count() >= wanted || performance.now() > end, { timeoutMs: patienceMs * 2, what: moment.of });
}
