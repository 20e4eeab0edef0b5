import { recordLine, snapshotVersion, verifyReceipt } from '@lienthong/core';
import { afterEach, expect, it } from 'vitest';
import { createPlatform, type Platform } from '../src/index.ts';
import { testContract } from './contract.ts';
import { type Publisher, registerPublisher } from './publisher.ts';
import { query, testServer } from './server.ts';
import { openStorage } from './storage.ts';

const newDatabase = testServer();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(): Promise<{ readonly platform: Platform; readonly publisher: Publisher; readonly url: string }> {
  const url = await newDatabase();
  const { database } = await openStorage(url, testContract({ ma: 'string', ten: 'string' }));
  await database.close();
  const platform = await createPlatform({ databaseUrl: url });
  open.push(platform);
  const publisher = await registerPublisher(platform, { agency: 'H26.12', source: 'ho-tich', dataset: 'thu-nghiem.nguoi' });
  return { platform, publisher, url };
}

const read = (ma: string, ten: string) => recordLine('r', { version: snapshotVersion }, JSON.stringify({ ma, ten }));

it('stores a signed batch, answers with a verifiable receipt and shows the records in SQL', async () => {
  const { platform, publisher, url } = await start();
  const batch = publisher.batch([read('1', 'An'), read('2', 'Bình\t\\N'), '{"op":"r"}'], { high: 'abc' });
  const answer = await publisher.send(batch);
  expect(answer).toMatchObject({ status: 200, problem: undefined });
  const receipt = await verifyReceipt(answer.text, platform.receiptKey.publicKey);
  expect(receipt).toMatchObject({
    batch: 'H26.12/ho-tich/thu-nghiem.nguoi/1/1',
    digest: batch.digest,
    accepted: 2,
    superseded: 0,
    rejected: 1,
    number: 1,
  });
  expect(receipt.rejections[0]).toMatchObject({ index: 2, code: 'line-malformed' });
  expect(await query(url, 'select _agency, _source, ma, ten from thu_nghiem_nguoi order by ma')).toEqual([
    ['H26.12', 'ho-tich', '1', 'An'],
    ['H26.12', 'ho-tich', '2', 'Bình\t\\N'],
  ]);
  const repeated = await publisher.send(batch);
  expect(repeated).toMatchObject({ status: 200, text: answer.text });
  const stream = await publisher.call('GET', '/v1/streams/H26.12/ho-tich/thu-nghiem.nguoi');
  expect(JSON.parse(stream.text)).toEqual({ epoch: 1, contiguous: 1, highest: 1, missing: [], high: 'abc' });
});
