import { recordLine, snapshotVersion } from '@lienthong/core';
import { expect, it } from 'vitest';
import { endOfSnapshot } from './lines.ts';
import { testPlatforms } from './platform.ts';
import { publisher as publisherAt } from './publisher.ts';
import { query } from './server.ts';

const platforms = testPlatforms();

// PostgreSQL then believes that the new stream has one row: a join of the stream with itself read it once for each of them.
it('ends the first snapshot of a stream that the statistics of its table know nothing of', async () => {
  const started = await platforms.start();
  const lines = Array.from({ length: 20_000 }, (_, index) =>
    recordLine('r', { version: snapshotVersion }, JSON.stringify({ ma: String(index), ten: 'An' })),
  );
  for (const source of ['nguon-1', 'nguon-2', 'nguon-3']) {
    const publisher = publisherAt(started.platform.url, started.publisher.pair, { ...started.publisher.stream, source });
    if (source === 'nguon-3') await query(started.url, 'analyze data."thu-nghiem.nguoi"');
    expect((await publisher.send(publisher.batch(lines))).status).toBe(200);
    expect((await publisher.send(publisher.batch([endOfSnapshot()], { sequence: 2 }))).status).toBe(200);
    // A second epoch in which everything is gone: each row has to be cleared.
    expect((await publisher.send(publisher.batch([endOfSnapshot()], { epoch: 2, sequence: 1 }))).status).toBe(200);
  }
  expect(await query(started.url, 'select count(*)::text from thu_nghiem_nguoi')).toEqual([['0']]);
});
