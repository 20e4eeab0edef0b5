import { readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKeyPair } from '@lienthong/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportPackages, type PlatformOptions } from '../src/index.ts';
import { type Answer, type AnsweringPlatform, problem, receipts, startAnsweringPlatform } from './answers.ts';
import { connect, never } from './connect.ts';
import { filesOf, newPackageScene, type PackageScene } from './package-scene.ts';

let scene: PackageScene;
beforeEach(async () => {
  scene = await newPackageScene();
});
afterEach(() => scene[Symbol.asyncDispose]());

describe('packages', () => {
  test('reach a receiver of the national message, and what it refuses comes back as dead letters', async () => {
    await scene.run();
    const exported = await scene.exportAll(2_500);
    expect(exported.length).toBeGreaterThan(2);
    scene.refusedName = 'Nguyễn Văn 7';
    await scene.deliver();
    expect(scene.names()).toEqual(scene.rows().filter((name) => name !== scene.refusedName));
    expect((await scene.importAll()).waiting).toEqual([]);
    // A pass of snapshots is an epoch: what is gone is cancelled, what is the same is not told again.
    scene.source.rows = scene.source.rows.slice(10);
    const arrived = scene.receiver.arrived.length;
    const { connector, events } = connect(scene.options);
    await connector.run(never, { once: true });
    const refused = events.flatMap((event) => (event.name === 'record-rejected' ? [{ origin: event.origin, code: event.code }] : []));
    expect(refused).toEqual([{ origin: 'platform', code: 'receiver-refused' }]);
    await scene.exportAll();
    await scene.deliver();
    await scene.importAll();
    expect(scene.names()).toEqual(scene.rows());
    const told = scene.receiver.arrived.slice(arrived).map(({ event }) => event);
    expect(told).toEqual(Array.from({ length: 9 }, () => 'CANCEL'));
  });

  test('say which of them are missing, in which order they have to come, and that a lost one comes with the next export', async () => {
    await scene.run();
    await scene.exportAll(2_500);
    const [one = '', two = '', three = '', ...rest] = filesOf(scene.out);
    await expect(scene.deliver([three])).rejects.toMatchObject({
      code: 'PACKAGE_OUT_OF_ORDER',
      message: expect.stringContaining('packages 1 to 2 of H26.12/ho-tich did not come'),
    });
    // In any order of the files.
    await scene.deliver([two, one]);
    // Receipts, too; what they acknowledge waits for those before it.
    const [, receiptsOfTwo = ''] = filesOf(scene.back);
    expect(await scene.importAll([receiptsOfTwo])).toMatchObject({ imported: [2], waiting: expect.arrayContaining([1, 3]) });
    const events = connect(scene.options);
    await events.connector.run(never, { once: true });
    expect(events.events.filter(({ name }) => name === 'batch-delivered')).toEqual([]);
    await expect(scene.deliver(rest.slice(2))).rejects.toMatchObject({ message: expect.stringContaining('packages 3 to 5') });
    for (const file of filesOf(scene.out)) await rm(file);
    await scene.importAll();
    const again = await scene.exportAll();
    expect(again[0]?.number).toBe(3);
    await scene.deliver();
    expect(scene.names()).toEqual(scene.rows());
    expect((await scene.importAll()).waiting).toEqual([]);
  });

  test('go on after an outage where they were left, and nothing is sent twice', async () => {
    await scene.run();
    const [first] = await scene.exportAll(1_000_000);
    await using answering = await startAnsweringPlatform();
    const good = receipts(answering.keys, answering.received);
    const forbidden: Answer = (_request, response) => problem(response, 403, 'publishing-forbidden');
    answering.queue.push(good, good, good, forbidden, ...Array.from({ length: 100 }, () => good));
    const platform = platformOf(answering);
    await expect(scene.deliver(filesOf(scene.out), { platform })).rejects.toMatchObject({ code: 'PLATFORM_REFUSED' });
    expect(filesOf(scene.back)).toEqual([]);
    expect(await scene.deliver(filesOf(scene.out), { platform })).toMatchObject([{ batches: first?.batches, left: 0, isRepeated: false }]);
    expect(answering.attempts).toHaveLength((first?.batches ?? 0) + 1);
    expect(await scene.importAll()).toMatchObject({ imported: [1], waiting: [] });
  });

  test('that were exported from an older copy of the state do not pass for what was delivered', async () => {
    await scene.run();
    await scene.exportAll();
    const before = filesOf(scene.out);
    await scene.deliver();
    for (const file of before) await rm(file);
    // The outbox as it was before the first export, and another export under the same numbers.
    const outbox = join(scene.options.state, 'packages');
    for (const name of readdirSync(join(outbox, 'waiting'))) await rm(join(outbox, 'waiting', name));
    const { chain } = JSON.parse(readFileSync(join(outbox, 'outbox.json'), 'utf8')) as { readonly chain: string };
    await writeFile(join(outbox, 'outbox.json'), JSON.stringify({ chain }));
    await scene.exportAll(2_500);
    await expect(scene.deliver()).rejects.toMatchObject({ code: 'PACKAGE_INVALID', message: expect.stringContaining('another package 1') });
    // Also the first one behind those that are known here is not their continuation.
    await expect(scene.deliver(filesOf(scene.out).slice(before.length, before.length + 1))).rejects.toMatchObject({
      code: 'PACKAGE_INVALID',
      message: expect.stringContaining(`does not continue package ${before.length}`),
    });
    for (const file of filesOf(scene.out)) await rm(file);
    await exportPackages({ options: scene.options, to: scene.out, newChain: true, signal: never });
    await expect(scene.deliver()).rejects.toMatchObject({
      code: 'PACKAGE_OUT_OF_ORDER',
      message: expect.stringContaining('another chain'),
    });
    // With the word of the sender they are taken, and repeat what is known there.
    const delivered = await scene.deliver(filesOf(scene.out), {}, true);
    expect(delivered).toMatchObject([{ number: 1, refused: 0, left: 0, isRepeated: false }]);
    expect((await scene.importAll([delivered[0]?.file ?? ''])).imported).toEqual([1]);
    expect(scene.names()).toEqual(scene.rows());
  });

  test('leave nothing under their name when the medium is pulled, and are there whole with the next export', async () => {
    await scene.run();
    const stop = new AbortController();
    const writing = exportPackages({ options: scene.options, to: scene.out, mostBytes: 1_000_000, signal: stop.signal });
    stop.abort(new Error('pulled'));
    await expect(writing).rejects.toThrow('pulled');
    expect(filesOf(scene.out)).toEqual([]);
    // What lies on the medium while it is written: asked before each line.
    const seen = new Set<string>();
    const watched = Object.assign(new AbortController().signal, {
      throwIfAborted: () => {
        for (const name of readdirSync(scene.out)) seen.add(name);
      },
    });
    await exportPackages({ options: scene.options, to: scene.out, signal: watched });
    expect([...seen]).toEqual(['.H26.12_ho-tich_000001.package.part']);
    await expect(exportPackages({ options: scene.options, to: join(scene.directory, 'nowhere'), signal: never })).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      message: expect.stringContaining('is not there'),
    });
    expect(await scene.exportAll()).toMatchObject([{ number: 1, isRepeated: true }]);
    await scene.deliver();
    expect(scene.names()).toEqual(scene.rows());
  });

  test('hold what a refused batch held in a later one, and a batch that follows it waits for that', async () => {
    await scene.run();
    const [first] = await scene.exportAll(1_000_000);
    await using answering = await startAnsweringPlatform();
    const platform = platformOf(answering);
    const good = receipts(answering.keys, answering.received);
    answering.queue.push(good, (_request, response) => problem(response, 422, 'batch-unusable'));
    const delivered = await scene.deliver(filesOf(scene.out), { platform });
    expect(delivered).toMatchObject([{ batches: 2, refused: 1, left: (first?.batches ?? 0) - 2 }]);
    await scene.importAll();
    // The refused batch is emptied, its records wait as dead letters, and everything behind it travels again.
    await scene.run();
    for (const file of [...filesOf(scene.out), ...filesOf(scene.back)]) await rm(file);
    const [second] = await scene.exportAll(1_000_000);
    expect(second).toMatchObject({ number: 2, isRepeated: false });
    answering.queue.push(...Array.from({ length: second?.batches ?? 0 }, () => good));
    expect(await scene.deliver(filesOf(scene.out), { platform })).toMatchObject([{ refused: 0, left: 0 }]);
    // A run more is a pass more, which is an epoch of its own.
    const sequences = answering.received.flatMap((id) => /\/1\/(\d+)$/.exec(id)?.[1] ?? []);
    expect(sequences).toEqual(Array.from({ length: first?.batches ?? 0 }, (_, place) => String(place + 1)));
    expect(await scene.importAll()).toMatchObject({ waiting: [] });
  });
});

function platformOf({ url, receiptKey }: AnsweringPlatform): PlatformOptions {
  const { keyId, privateKey } = generateKeyPair();
  return { url, key: { keyId, privateKey }, receiptKey };
}
