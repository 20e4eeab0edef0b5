import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordLine, snapshotVersion, verifyReceipt } from '@lienthong/core';
import { expect, it } from 'vitest';
import { createPlatform } from '../src/index.ts';
import { readLines } from '../src/ingest/read-lines.ts';
import { acceptBatch } from '../src/storage/accept-batch.ts';
import { createMergeHints } from '../src/storage/merge-hints.ts';
import { testContract } from './contract.ts';
import { read } from './lines.ts';
import { peopleYaml, testPlatforms } from './platform.ts';
import { publisher as publisherAt, registerPublisher } from './publisher.ts';
import { query } from './server.ts';
import { openStorage } from './storage.ts';

const platforms = testPlatforms();

it('cuts off a client that never ends its headers, and one that never ends its body', async () => {
  const { platform } = await platforms.start({ limits: { headersTimeoutMs: 300, requestTimeoutMs: 300 } });
  const hold = async (text: string) => {
    const socket = connect(platform.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.write(text);
    await new Promise((resolve) => socket.once('close', resolve));
    return answer;
  };
  const answers = await Promise.all([
    hold('POST /v1/batches HTTP/1.1\r\nHost: x\r\nContent-'),
    hold('PUT /v1/batches HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc'),
  ]);
  expect(answers[0]).toContain('408 Request Timeout');
  expect(answers[1]).toMatch(/ (405|408) /);
});

it('takes an empty batch as a sign of life that moves the position', async () => {
  const { publisher, platform } = await platforms.start();
  const answer = await publisher.send(publisher.batch([], { high: 'abc' }, 'identity'));
  expect(await verifyReceipt(answer.text, platform.receiptKey.publicKey)).toMatchObject({ accepted: 0, superseded: 0, rejected: 0 });
  const stream = await publisher.call('GET', '/v1/streams/H26.12/ho-tich/thu-nghiem.nguoi');
  expect(JSON.parse(stream.text)).toMatchObject({ contiguous: 1, high: 'abc' });
});

it('rejects a record with a key that no index can hold, alone', async () => {
  const { publisher, platform } = await platforms.start();
  const answer = await publisher.send(publisher.batch([read('ă'.repeat(1200), 'An'), read('1', 'An')]));
  const receipt = await verifyReceipt(answer.text, platform.receiptKey.publicKey);
  expect(receipt).toMatchObject({ accepted: 1, rejected: 1, rejections: [{ index: 0, code: 'too-long' }] });
});

it('rejects a record that PostgreSQL cannot hold, alone, wherever it stands', async () => {
  const url = await platforms.newDatabase();
  const names = Array.from({ length: 1000 }, (_, index) => `cot${index}`);
  const contract = testContract({ ma: 'string', ...Object.fromEntries(names.map((name) => [name, 'string'])) });
  const { database, contracts } = await openStorage(url, contract);
  const [stored] = contracts;
  if (stored === undefined) throw new Error('the contract is missing');
  // A thousand values of 30 bytes do not fit into one page, and are too short to be moved out of it.
  const wide = (ma: string) => ({ ma, ...Object.fromEntries(names.map((name) => [name, 'x'.repeat(30)])) });
  const records = [{ ma: '0' }, wide('1'), { ma: '2' }, { ma: '0', cot1: 'later' }, wide('3'), { ma: '4' }];
  const body = records.map((record) => recordLine('r', { version: snapshotVersion }, JSON.stringify(record))).join('');
  const stream = { agency: 'H26', source: 'a', dataset: contract.dataset };
  const header = { stream, contractVersion: '1.0.0', epoch: 1, sequence: 1, count: 6, low: undefined, high: undefined };
  const input = {
    header: { ...header, time: '2026-01-01T00:00:00Z', traceparent: undefined },
    digest: 'x',
    contract: stored,
    ...(await readLines(Buffer.from(body), header, stored)),
  };
  const outcome = await acceptBatch(database, createMergeHints(), input, async () => 'jws');
  expect(outcome).toMatchObject({
    receipt: {
      accepted: 3,
      superseded: 1,
      rejected: 2,
      rejections: [
        { index: 1, code: 'not-representable' },
        { index: 4, code: 'not-representable' },
      ],
    },
  });
  expect(await query(url, 'select ma, cot1 from thu_nghiem_nguoi order by ma')).toEqual([
    ['0', 'later'],
    ['2', null],
    ['4', null],
  ]);
  await database.close();
});

it('refuses a contract with more properties than a table can have columns', async () => {
  const { platform } = await platforms.start();
  const more = Array.from({ length: 1600 }, (_, index) => `{ name: cot${index}, logicalType: string }`);
  await expect(platform.admin.registerContract({ yaml: peopleYaml({ version: '1.1.0', more }) })).rejects.toThrow(/properties/);
});

it('keeps everything over a restart of an embedded server', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-platform-'));
  // As root the server runs as another user, who must be able to enter.
  await chmod(directory, 0o755);
  try {
    const stream = { agency: 'H26', source: 'a', dataset: 'thu-nghiem.nguoi' };
    const first = await createPlatform({ directory });
    await first.admin.registerContract({ yaml: peopleYaml() });
    const publisher = await registerPublisher(first, stream);
    const batch = publisher.batch([read('1', 'An')]);
    const receipt = (await publisher.send(batch)).text;
    await first.close();
    const second = await createPlatform({ directory });
    expect(second.receiptKey).toEqual(first.receiptKey);
    expect((await publisherAt(second.url, publisher.pair, stream).send(batch)).text).toBe(receipt);
    await second.close();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
