import { applicationName } from '@lienthong/conformance';
import { expect, it } from 'vitest';
import { openWire } from './server.ts';
import { never, openSource, selectionOf } from './session.ts';

it('a reader that was told to stop hears of nothing else, also when its connection was lost just before', async () => {
  await using server = await openWire();
  await server.db.collection<{ _id: number }>('dan').insertOne({ _id: 1 });
  await using source = await openSource(server);
  const selections = [selectionOf(server, 'dan', ['_id'])];
  const after = await source.changes.start(selections, never);
  const stop = new AbortController();
  const limits = { batchChanges: 100, heartbeatMs: 20, maxTransactionChanges: 1_000 };
  const batches = source.changes.read({ after, selections, signal: stop.signal, ...limits })[Symbol.asyncIterator]();
  await batches.next();
  // The reader is away while the answer that is read ahead is lost.
  server.wire?.cut(applicationName);
  await expect.poll(() => server.connections()).toBe(0);
  const reason = new Error('đủ rồi');
  stop.abort(reason);
  await expect(batches.next()).rejects.toBe(reason);
});
