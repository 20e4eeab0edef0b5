import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NationalReceiver, startNationalReceiver, waitFor } from '@lienthong/testbed';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AnyEvent, createConnector } from '../src/index.ts';
import { never } from './connect.ts';
import { memorySource } from './memory-source.ts';
import { contractYaml } from './persons.ts';

const persons = 3_000;
let state: string;
let receiver: NationalReceiver;

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'lienthong-spool-'));
  receiver = await startNationalReceiver();
});
afterEach(async () => {
  await receiver.close();
  await rm(state, { recursive: true, force: true });
});

/** Publishes all persons while the receiver keeps the first answer back until they are in the spool; gives the bytes of a record there. */
async function publish(maxBytes?: number): Promise<readonly number[]> {
  const connector = createConnector({
    agency: 'H26.12',
    source: { name: 'ho-tich', adapter: memorySource(persons).adapter, limits: { batchRows: 100 } },
    platform: { profile: 'qcvn-09-2025-bca', url: receiver.url },
    state,
    datasets: [
      {
        contract: contractYaml('ho-tich.cong-dan'),
        from: 'person',
        mapping: { properties: { id: { column: 'id', cast: true }, name: 'ho_ten', born: { column: 'ngay_sinh', dates: ['yyyy-MM-dd'] } } },
        read: { kind: 'snapshot' },
        national: { dataType: 'H26_001' },
      },
    ],
    batch: { bytes: 20_000 },
    ...(maxBytes === undefined ? {} : { spool: { maxBytes } }),
  });
  const events: AnyEvent[] = [];
  connector.onAny((event) => events.push(event));
  const spooled = () => events.flatMap((event) => (event.name === 'batch-spooled' && event.count > 1 ? [event] : []));
  const all = waitFor(() => spooled().reduce((sum, { count }) => sum + count, 0) >= persons, { what: 'all persons in the spool' });
  receiver.fail({ kind: 'hold', until: all.then(() => {}) });
  await connector.run(never, { once: true });
  await all;
  expect(receiver.kept.size).toBe(persons);
  expect(new Set([...receiver.kept.values()].map(({ data }) => data.get('name'))).size).toBe(persons);
  return spooled().map(({ bytes, count }) => bytes / count);
}

// A line has some 130 bytes, and some 15 when it is packed.
test('bodies lie in the spool as they are read from it, for messages are made of them', async () => {
  const sizes = await publish();
  expect(Math.min(...sizes)).toBeGreaterThan(80);
});

test('a spool that grows long is packed from a quarter on', async () => {
  const sizes = await publish(200_000);
  expect(sizes[0]).toBeGreaterThan(80);
  expect(sizes.at(-1)).toBeLessThan(40);
});
