import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectContract, generateKeyPair, generateRecipientKeyPair } from '@lienthong/core';
import { type NationalReceiver, startNationalReceiver } from '@lienthong/testbed';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ConnectorOptions,
  type CourierOptions,
  createConnector,
  deliverPackages,
  exportPackages,
  importReceipts,
  type PackagePlatformOptions,
} from '../src/index.ts';
import { problem, receipts, startAnsweringPlatform } from './answers.ts';
import { connect, never } from './connect.ts';
import { type MemorySource, memorySource } from './memory-source.ts';
import { packageParties } from './package-parties.ts';
import { contractYaml } from './persons.ts';

const dataset = 'ho-tich.cong-dan';
const contract = contractYaml(dataset);
let directory: string;
let out: string;
let back: string;
let source: MemorySource;
let receiver: NationalReceiver;
let refusedName: string | undefined;
let options: ConnectorOptions & { readonly platform: PackagePlatformOptions };
let courier: CourierOptions;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lienthong-packages-'));
  out = join(directory, 'out');
  back = join(directory, 'back');
  await mkdir(out);
  await mkdir(back);
  source = memorySource(300);
  refusedName = undefined;
  receiver = await startNationalReceiver({ judge: (data) => (data.get('name') === refusedName ? 'NAME_INVALID' : undefined) });
  const parties = await packageParties(directory, { profile: 'qcvn-09-2025-bca', url: receiver.url });
  // The national message is spoken by the courier, who can converse: the sender knows batches only.
  const national = { dataType: 'H26_001' };
  const parsed = expectContract(contract, 'contract');
  courier = { ...parties.courier, datasets: [{ agency: 'H26.12', source: 'ho-tich', contract: parsed, national }] };
  options = {
    agency: 'H26.12',
    source: { name: 'ho-tich', adapter: source.adapter, limits: { batchRows: 50 } },
    platform: parties.platform,
    state: join(directory, 'state'),
    datasets: [
      {
        contract,
        from: 'person',
        mapping: { properties: { id: { column: 'id', cast: true }, name: 'ho_ten', born: { column: 'ngay_sinh', dates: ['yyyy-MM-dd'] } } },
        read: { kind: 'snapshot' },
      },
    ],
    batch: { bytes: 4_000 },
  };
});
afterEach(async () => {
  await receiver.close();
  await rm(directory, { recursive: true, force: true });
});

const run = () => createConnector(options).run(never, { once: true });
const exportAll = (mostBytes = 8_000) => exportPackages({ options, to: out, mostBytes, signal: never });
const deliver = (files: readonly string[] = filesOf(out), change: Partial<CourierOptions> = {}, newChain = false) =>
  deliverPackages({ options: { ...courier, ...change }, files, to: back, newChain, signal: never });
const importAll = (files: readonly string[] = filesOf(back)) => importReceipts({ options, files });
const filesOf = (folder: string) => readdirSync(folder).map((name) => join(folder, name));
const names = () => [...receiver.kept.values()].filter(({ event }) => event !== 'CANCEL').map(({ data }) => String(data.get('name')));
const rows = () => source.rows.map((row) => String(row[1])).sort();

describe('packages', () => {
  test('reach a receiver of the national message, and what it refuses comes back as dead letters', async () => {
    await run();
    const exported = await exportAll(2_500);
    expect(exported.length).toBeGreaterThan(2);
    refusedName = 'Nguyễn Văn 7';
    await deliver();
    expect(names().sort()).toEqual(rows().filter((name) => name !== refusedName));
    expect((await importAll()).waiting).toEqual([]);
    // A pass of snapshots is an epoch: what is gone is cancelled, what is the same is not told again.
    source.rows = source.rows.slice(10);
    const arrived = receiver.arrived.length;
    const { connector, events } = connect(options);
    await connector.run(never, { once: true });
    const refused = events.flatMap((event) => (event.name === 'record-rejected' ? [{ origin: event.origin, code: event.code }] : []));
    expect(refused).toEqual([{ origin: 'platform', code: 'receiver-refused' }]);
    await exportAll();
    await deliver();
    await importAll();
    expect(names().sort()).toEqual(rows());
    const told = receiver.arrived.slice(arrived).map(({ event }) => event);
    expect(told).toEqual(Array.from({ length: 9 }, () => 'CANCEL'));
  });

  test('bear nothing in clear, and the same export makes the same files again', async () => {
    await run();
    const [first] = await exportAll();
    if (first === undefined) throw new Error('nothing was exported');
    const before = readFileSync(first.file, 'latin1');
    for (const clear of ['Nguyễn', dataset, 'H26.12', Buffer.from('H26.12').toString('base64url')]) expect(before).not.toContain(clear);
    await rm(first.file);
    const again = await exportAll();
    expect(again[0]).toEqual({ ...first, isRepeated: true });
    // Encrypted anew, with the same length; the same package for who delivers it.
    expect(digestOf(first.file)).not.toBe(createHash('sha256').update(before, 'latin1').digest('hex'));
    await deliver();
    await writeFile(first.file, before, 'latin1');
    const repeated = await deliver([first.file]);
    expect(repeated).toMatchObject([{ number: 1, isRepeated: true }]);
  });

  test('are refused before anything of them is delivered, wherever they end or a byte was turned', async () => {
    await run();
    const [first] = await exportAll(30_000);
    if (first === undefined) throw new Error('nothing was exported');
    const whole = readFileSync(first.file);
    const ends = [...whole].flatMap((byte, index) => (byte === 10 ? [index, index + 1] : [])).slice(0, -1);
    const parts = ends.length / 2;
    const cut = join(directory, 'cut');
    for (const length of [0, 5, ...ends, whole.length - 5]) {
      await copyFile(first.file, cut);
      await truncate(cut, length);
      const error: unknown = await deliver([cut]).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'PACKAGE_INVALID' });
      expect(String(error)).toMatch(
        length <= 5 ? /is no package|ends within/ : /ends (before its manifest|within a part|behind part \d+ of)/,
      );
    }
    // One byte in each line, in the middle of it and in its last part, the authentication tag.
    let from = 0;
    for (const end of ends.filter((_, index) => index % 2 === 0)) {
      for (const place of [Math.floor((from + end) / 2), end - 10]) {
        const turned = Buffer.from(whole);
        turned[place] = turned[place] === 65 ? 66 : 65;
        await writeFile(cut, turned);
        await expect(deliver([cut])).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
      }
      from = end + 1;
    }
    await writeFile(cut, Buffer.concat([whole, Buffer.from('x\n')]));
    await expect(deliver([cut])).rejects.toMatchObject({ message: expect.stringContaining('behind its last part') });
    expect(parts).toBeGreaterThan(4);
    expect(receiver.counts.requests).toBe(0);
    expect(await deliver()).toMatchObject([{ number: 1, left: 0 }]);
    expect(names().sort()).toEqual(rows());
  });

  test('with two parts exchanged are damaged in the first of them', async () => {
    await run();
    const [first] = await exportAll(30_000);
    if (first === undefined) throw new Error('nothing was exported');
    const lines = readFileSync(first.file, 'latin1').split('\n');
    const [magic = '', head = '', contractLine = '', one = '', two = '', ...rest] = lines;
    await writeFile(first.file, [magic, head, contractLine, two, one, ...rest].join('\n'), 'latin1');
    await expect(deliver()).rejects.toMatchObject({ message: expect.stringMatching(/damaged in part 2 of \d+$/) });
  });

  test('say which of them are missing, in which order they have to come, and that a lost one comes with the next export', async () => {
    await run();
    await exportAll(2_500);
    const [one = '', two = '', three = '', ...rest] = filesOf(out);
    await expect(deliver([three])).rejects.toMatchObject({
      code: 'PACKAGE_OUT_OF_ORDER',
      message: expect.stringContaining('packages 1 to 2 of H26.12/ho-tich did not come'),
    });
    // In any order of the files.
    await deliver([two, one]);
    await expect(deliver(rest.slice(2))).rejects.toMatchObject({ message: expect.stringContaining('packages 3 to 5') });
    for (const file of filesOf(out)) await rm(file);
    await importAll();
    const again = await exportAll();
    expect(again[0]?.number).toBe(3);
    await deliver();
    expect(names().sort()).toEqual(rows());
    expect((await importAll()).waiting).toEqual([]);
  });

  test('go on after an outage where they were left, and nothing is told twice', async () => {
    await run();
    await exportAll(1_000_000);
    receiver.fail(...Array.from({ length: 3 }, () => ({ kind: 'answer', status: 200 }) as const), { kind: 'answer', status: 403 });
    await expect(deliver()).rejects.toMatchObject({ code: 'PLATFORM_REFUSED' });
    const before = receiver.counts.requests;
    await deliver();
    const batches = readdirSync(join(directory, 'state', 'spool')).length;
    expect(before).toBe(4);
    expect(receiver.counts.requests).toBeLessThanOrEqual(batches + 1);
    expect(await importAll()).toMatchObject({ imported: [1], waiting: [] });
  });

  test('are for one recipient, from senders whose keys are known, and an error names whom to ask', async () => {
    await run();
    await exportAll();
    const [one = ''] = filesOf(out);
    const stranger = generateRecipientKeyPair();
    await expect(deliver([one], { open: stranger.privateKey })).rejects.toMatchObject({
      code: 'PACKAGE_INVALID',
      message: expect.stringMatching(new RegExp(`is encrypted for the key lt-\\S+, and the key here is ${stranger.keyId}`)),
    });
    const [sender] = courier.senders;
    if (sender === undefined) throw new Error('there is no sender');
    const forged = { ...sender, trusted: generateKeyPair().publicKey };
    await expect(deliver([one], { senders: [forged] })).rejects.toMatchObject({ message: expect.stringContaining('is not trusted here') });
    await expect(deliver([one], { senders: [{ ...sender, source: 'dat-dai' }] })).rejects.toMatchObject({
      message: expect.stringContaining('is from H26.12/ho-tich, which is no sender here'),
    });
    await deliver();
    const [answered = ''] = filesOf(back);
    await expect(deliver([answered])).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    await expect(importAll([one])).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    const other = { ...options, state: join(directory, 'another') };
    await createConnector(other).run(never, { once: true });
    await expect(importReceipts({ options: other, files: [answered] })).rejects.toMatchObject({
      message: expect.stringContaining('of another state directory'),
    });
    const distrusting = {
      ...options,
      platform: { ...options.platform, courier: { ...options.platform.courier, trusted: forged.trusted } },
    };
    await expect(importReceipts({ options: distrusting, files: [answered] })).rejects.toMatchObject({
      message: expect.stringContaining('is not trusted here'),
    });
    const pinned = { ...options, platform: { ...options.platform, receiptKey: generateKeyPair().publicKey } };
    await expect(importReceipts({ options: pinned, files: [answered] })).rejects.toMatchObject({
      message: expect.stringContaining('another key than platform.receiptKey'),
    });
  });

  test('that were exported from an older copy of the state do not pass for what was delivered', async () => {
    await run();
    await exportAll();
    const before = filesOf(out);
    await deliver();
    for (const file of before) await rm(file);
    // The outbox as it was before the first export, and another export under the same numbers.
    const outbox = join(options.state, 'packages');
    for (const name of readdirSync(join(outbox, 'waiting'))) await rm(join(outbox, 'waiting', name));
    const { chain } = JSON.parse(readFileSync(join(outbox, 'outbox.json'), 'utf8')) as { readonly chain: string };
    await writeFile(join(outbox, 'outbox.json'), JSON.stringify({ chain }));
    await exportAll(2_500);
    await expect(deliver()).rejects.toMatchObject({ code: 'PACKAGE_INVALID', message: expect.stringContaining('another package 1') });
    for (const file of filesOf(out)) await rm(file);
    await exportPackages({ options, to: out, newChain: true, signal: never });
    await expect(deliver()).rejects.toMatchObject({ code: 'PACKAGE_OUT_OF_ORDER', message: expect.stringContaining('another chain') });
    // With the word of the sender they are taken, and repeat what is known there.
    const delivered = await deliver(filesOf(out), {}, true);
    expect(delivered).toMatchObject([{ number: 1, refused: 0, left: 0, isRepeated: false }]);
    expect((await importAll([delivered[0]?.file ?? ''])).imported).toEqual([1]);
    expect(names().sort()).toEqual(rows());
  });

  test('leave nothing under their name when the medium is pulled, and are there whole with the next export', async () => {
    await run();
    const stop = new AbortController();
    const writing = exportPackages({ options, to: out, mostBytes: 1_000_000, signal: stop.signal });
    stop.abort(new Error('pulled'));
    await expect(writing).rejects.toThrow('pulled');
    expect(filesOf(out)).toEqual([]);
    await expect(exportPackages({ options, to: join(directory, 'nowhere'), signal: never })).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      message: expect.stringContaining('is not there'),
    });
    expect(await exportAll()).toMatchObject([{ number: 1, isRepeated: true }]);
    await deliver();
    expect(names().sort()).toEqual(rows());
  });

  test('hold what a refused batch held in a later one, and a batch that follows it waits for that', async () => {
    await run();
    const [first] = await exportAll(1_000_000);
    await using answering = await startAnsweringPlatform();
    const keys = generateKeyPair();
    const platform = {
      url: answering.url,
      key: { keyId: keys.keyId, privateKey: keys.privateKey },
      receiptKey: answering.receiptKey,
    };
    const good = receipts(answering.keys, answering.received);
    answering.queue.push(good, (_request, response) => problem(response, 422, 'batch-unusable'));
    const delivered = await deliver(filesOf(out), { platform });
    expect(delivered).toMatchObject([{ batches: 2, refused: 1, left: (first?.batches ?? 0) - 2 }]);
    await importAll();
    // The refused batch is emptied, its records wait as dead letters, and everything behind it travels again.
    await run();
    for (const file of [...filesOf(out), ...filesOf(back)]) await rm(file);
    const [second] = await exportAll(1_000_000);
    expect(second).toMatchObject({ number: 2, isRepeated: false });
    answering.queue.push(...Array.from({ length: second?.batches ?? 0 }, () => good));
    expect(await deliver(filesOf(out), { platform })).toMatchObject([{ refused: 0, left: 0 }]);
    // A run more is a pass more, which is an epoch of its own.
    const sequences = answering.received.flatMap((id) => /\/1\/(\d+)$/.exec(id)?.[1] ?? []);
    expect(sequences).toEqual(Array.from({ length: first?.batches ?? 0 }, (_, place) => String(place + 1)));
    expect(await importAll()).toMatchObject({ waiting: [] });
  });
});

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
