import { connect, createServer, type Socket } from 'node:net';
import { verifyReceipt, verifyReceiptChain } from '@lienthong/core';
import { startPostgres } from '@lienthong/embedded-postgres';
import { waitFor } from '@lienthong/testbed';
import { expect, it } from 'vitest';
import { read, remove, update } from './lines.ts';
import { people, peopleYaml, testPlatforms } from './platform.ts';
import { ask, publisher as publisherAt, registerPublisher } from './publisher.ts';
import { query } from './server.ts';

const platforms = testPlatforms();
const streamPath = '/v1/streams/H26.12/ho-tich/thu-nghiem.nguoi';

it('stores a signed batch, answers with a verifiable receipt and shows the records in SQL', async () => {
  const { platform, publisher, url } = await platforms.start();
  const batch = publisher.batch([read('1', 'An'), read('2', 'Bình\t\\N'), '{"op":"r"}'], { high: 'abc' });
  const answer = await publisher.send(batch);
  expect(answer).toMatchObject({ status: 200, problem: undefined });
  expect(answer.headers['content-type']).toBe('application/jose');
  const receipt = await verifyReceipt(answer.text, platform.receiptKey.publicKey);
  expect(receipt).toMatchObject({
    batch: 'H26.12/ho-tich/thu-nghiem.nguoi/1/1',
    digest: batch.digest,
    accepted: 2,
    superseded: 0,
    rejected: 1,
    number: 1,
  });
  expect(receipt.rejections).toMatchObject([{ index: 2, code: 'line-malformed' }]);
  expect(await query(url, 'select _agency, _source, ma, ten from thu_nghiem_nguoi order by ma')).toEqual([
    ['H26.12', 'ho-tich', '1', 'An'],
    ['H26.12', 'ho-tich', '2', 'Bình\t\\N'],
  ]);
  const stream = await publisher.call('GET', streamPath);
  expect(JSON.parse(stream.text)).toEqual({ epoch: 1, contiguous: 1, highest: 1, missing: [], high: 'abc' });
});

it('answers a repeat with the same receipt, also when the two arrive at once', async () => {
  const { publisher, url } = await platforms.start();
  const batch = publisher.batch([read('1', 'An')]);
  const answers = await Promise.all(Array.from({ length: 8 }, () => publisher.send(batch)));
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  expect(await query(url, 'select receipt_number from lienthong.streams')).toEqual([['1']]);
});

it('answers the repeat of a stored batch with its receipt also when the contract was retired since', async () => {
  const { platform, publisher } = await platforms.start();
  const batch = publisher.batch([read('1', 'An')]);
  const first = await publisher.send(batch);
  await platform.admin.retireContract({ dataset: people.dataset, version: '1.0.0' });
  expect((await publisher.send(batch)).text).toBe(first.text);
  expect((await publisher.send(publisher.batch([read('2', 'Bình')]))).problem).toBe('contract-retired');
});

it('asks to wait while its database is away, and goes on when it is back', async () => {
  await using server = await startPostgres();
  const platform = await platforms.again(server.connectionString);
  await platform.admin.registerContract({ yaml: peopleYaml() });
  const publisher = await registerPublisher(platform, people);
  const batch = publisher.batch([read('1', 'An')]);
  await publisher.send(batch);
  await server.kill();
  const refused = await publisher.send(publisher.batch([read('2', 'Bình')], { sequence: 2 }));
  expect([refused.problem, refused.headers['retry-after']]).toEqual(['unavailable', '2']);
  expect((await ask(platform.url, 'GET', '/readyz', {})).status).toBe(503);
  expect((await ask(platform.url, 'GET', '/healthz', {})).status).toBe(200);
  await server.restart();
  await waitFor(async () => (await ask(platform.url, 'GET', '/readyz', {})).status === 200, { what: 'the platform to be ready again' });
  expect((await publisher.send(publisher.batch([read('2', 'Bình')], { sequence: 2 }))).status).toBe(200);
  await platform.close(0);
});

it('chains receipts without a gap while batches of one stream arrive at once', async () => {
  const { platform, publisher, url } = await platforms.start();
  const batches = Array.from({ length: 40 }, (_, index) => publisher.batch([update(`${index % 7}`, `${index}`, index + 1)]));
  const answers = await Promise.all([...batches].reverse().map((batch) => publisher.send(batch)));
  const numbered = await Promise.all(
    answers.map(async ({ text }) => ({ text, number: (await verifyReceipt(text, platform.receiptKey.publicKey)).number })),
  );
  const chain = numbered.sort((left, right) => left.number - right.number).map(({ text }) => text);
  expect(await verifyReceiptChain(chain, platform.receiptKey.publicKey)).toEqual({ ok: true, count: 40 });
  expect(await query(url, 'select ma, ten from thu_nghiem_nguoi order by ma')).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((ma) => [`${ma}`, `${Math.floor((39 - ma) / 7) * 7 + ma}`]),
  );
});

it('gives the same receipt after a crash between commit and answer', async () => {
  const { platform, publisher, url } = await platforms.start();
  const batch = publisher.batch([read('1', 'An')], { high: 'aa' });
  // A line that takes the request to the platform and never brings anything back.
  const sockets: Socket[] = [];
  const deaf = createServer((client) => {
    const upstream = connect(platform.port, '127.0.0.1');
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    client.pipe(upstream);
    upstream.on('data', () => client.destroy());
  });
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const address = deaf.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(publisherAt(`http://127.0.0.1:${port}`, publisher.pair, people).send(batch)).rejects.toThrow(
    /other side closed|ECONNRESET|socket/i,
  );
  for (const socket of sockets) socket.destroy();
  deaf.close();
  const stored = await query(url, 'select receipt from lienthong.batches');
  expect(stored).toHaveLength(1);
  await platform.close(0);
  const next = await platforms.again(url);
  const answer = await publisherAt(next.url, publisher.pair, people).send(batch);
  expect([answer.status, answer.text]).toEqual([200, stored[0]?.[0]]);
  expect(next.receiptKey).toEqual(platform.receiptKey);
  expect(await query(url, 'select count(*) from lienthong.batches')).toEqual([['1']]);
});

it('tells of gaps, moves on when numbers are abandoned, and never offers a position behind abandoned content', async () => {
  const { publisher, url } = await platforms.start();
  const send = (sequence: number, high: string) =>
    publisher.send(publisher.batch([update('1', `${sequence}`, sequence)], { sequence, high }));
  const state = async () => JSON.parse((await publisher.call('GET', streamPath)).text) as unknown;
  expect((await publisher.call('GET', streamPath)).problem).toBe('stream-unknown');
  for (const sequence of [1, 2, 5, 7]) expect((await send(sequence, `p${sequence}`)).status).toBe(200);
  expect(await state()).toEqual({ epoch: 1, contiguous: 2, highest: 7, missing: [3, 4, 6], high: 'p2' });
  const resume = (body: unknown) => publisher.call('POST', `${streamPath}/resume`, JSON.stringify(body));
  expect((await resume({ epoch: 1, abandoned: [5] })).problem).toBe('resume-invalid');
  expect((await resume({ epoch: 1, abandoned: [8] })).problem).toBe('resume-invalid');
  expect((await resume({ epoch: 2, abandoned: [3] })).problem).toBe('resume-conflict');
  expect((await resume({ epoch: 1, abandoned: 'alle' })).problem).toBe('request-malformed');
  expect(JSON.parse((await resume({ epoch: 1, abandoned: [3, 4, 6] })).text)).toEqual({
    epoch: 1,
    contiguous: 7,
    highest: 7,
    missing: [],
    high: 'p2',
  });
  expect((await resume({ epoch: 1, abandoned: [3, 4, 6] })).status).toBe(200);
  await send(8, 'p8');
  expect(await state()).toEqual({ epoch: 1, contiguous: 8, highest: 8, missing: [], high: 'p8' });
  expect(await query(url, 'select sequence, key_id from lienthong.abandoned order by 1')).toEqual(
    ['3', '4', '6'].map((sequence) => [sequence, publisher.pair.keyId]),
  );
});

it('merges batches of an epoch that is over without letting them move the stream', async () => {
  const { publisher } = await platforms.start();
  await publisher.send(publisher.batch([read('1', 'neu')], { epoch: 2, sequence: 1, high: 'b1' }));
  const late = await publisher.send(
    publisher.batch([update('1', 'alt', 5), update('2', 'nur alt', 6)], { epoch: 1, sequence: 9, high: 'a9' }),
  );
  expect(late.status).toBe(200);
  const stream = await publisher.call('GET', streamPath);
  expect(JSON.parse(stream.text)).toEqual({ epoch: 2, contiguous: 1, highest: 1, missing: [], high: 'b1' });
});

it('keeps streams of two sources of one dataset apart', async () => {
  const { platform, publisher, url } = await platforms.start();
  const other = await registerPublisher(platform, { ...people, agency: 'H29', source: 'tu-phap' });
  await Promise.all([publisher.send(publisher.batch([read('1', 'An')])), other.send(other.batch([read('1', 'Bình')]))]);
  await publisher.send(publisher.batch([remove('1', 1)]));
  expect(await query(url, 'select _agency, ma, ten from thu_nghiem_nguoi')).toEqual([['H29', '1', 'Bình']]);
});
