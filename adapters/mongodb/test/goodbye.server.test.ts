import { waitFor } from '@lienthong/testbed';
import { expect, it } from 'vitest';
import { openWire } from './server.ts';
import { type MongoSource, never, openSource } from './session.ts';

const mostRounds = 20;
/** The driver looks at a server again at once when something failed, but for one that it has just looked at. */
const lookedAwayMs = 600;
/** Longer than the driver looks for a server once, and shorter than twice. */
const patienceMs = 25_000;

it('G-06: finds the server again when its connections ended with a goodbye, also where the driver waits for one of them for ever', async () => {
  await using server = await openWire();
  await server.db.collection<{ _id: number }>('dan').insertOne({ _id: 1 });
  await using source = await openSource(server, {}, { statementTimeoutMs: 5_000 });
  const asking = keepAsking(source, 4);
  let longest = 0;
  try {
    // A round in which the driver got stuck, and came back, is enough.
    for (let round = 0; round < mostRounds && longest < patienceMs / 2; round++) {
      await pass(lookedAwayMs);
      server.halfClose();
      const [begun, before] = [performance.now(), asking.answers];
      await waitFor(() => asking.answers > before, { timeoutMs: patienceMs });
      longest = Math.max(longest, performance.now() - begun);
    }
  } finally {
    await asking.stop();
  }
  expect(longest).toBeLessThan(patienceMs);
}, 180_000);

/** So many at a time, again and again, whatever goes wrong. */
function keepAsking(source: MongoSource, many: number) {
  const asking = { answers: 0, stop: async () => {} };
  let stopped = false;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      try {
        await source.probe(never);
        asking.answers += 1;
      } catch {
        // At once: the driver then looks again while its connections are just ending.
      }
    }
  };
  const loops = Array.from({ length: many }, loop);
  asking.stop = async () => {
    stopped = true;
    await Promise.all(loops);
  };
  return asking;
}

async function pass(milliseconds: number): Promise<void> {
  const begun = performance.now();
  await waitFor(() => performance.now() - begun >= milliseconds);
}
