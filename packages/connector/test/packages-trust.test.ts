import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentDigest, generateKeyPair, generateRecipientKeyPair } from '@lienthong/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConnector, importReceipts, openSigner } from '../src/index.ts';
import { decryptLine, encryptLine, packageOpener, packageRecipient } from '../src/package/encrypt-lines.ts';
import { readAnswers } from '../src/package/read-answers.ts';
import { openPackage } from '../src/package/read-package.ts';
import { writePackage } from '../src/package/write-package.ts';
import { readTrustedKeys } from '../src/sign/trusted-keys.ts';
import { never } from './connect.ts';
import { filesOf, newPackageScene, type PackageScene } from './package-scene.ts';

let scene: PackageScene;
beforeEach(async () => {
  scene = await newPackageScene();
});
afterEach(() => scene[Symbol.asyncDispose]());

describe('packages', () => {
  test('bear nothing in clear, and the same export makes the same files again', async () => {
    await scene.run();
    const exported = await scene.exportAll();
    const [first] = exported;
    if (first === undefined) throw new Error('nothing was exported');
    const before = readFileSync(first.file, 'latin1');
    for (const clear of ['Nguyễn', 'ho-tich', 'H26.12', Buffer.from('H26.12').toString('base64url')]) expect(before).not.toContain(clear);
    await rm(first.file);
    const again = await scene.exportAll();
    expect(again).toEqual(exported.map((one) => ({ ...one, isRepeated: true })));
    // Encrypted anew, with the same length; the same package for who delivers it.
    expect(digestOf(first.file)).not.toBe(createHash('sha256').update(before, 'latin1').digest('hex'));
    await scene.deliver();
    await writeFile(first.file, before, 'latin1');
    const repeated = await scene.deliver([first.file]);
    expect(repeated).toMatchObject([{ number: 1, isRepeated: true }]);
    // Answered, and not yet acknowledged by the connector: nothing of it travels again.
    await scene.importAll();
    expect(await scene.exportAll()).toEqual([]);
  });

  test('are refused before anything of them is delivered, wherever they end or a byte was turned', async () => {
    await scene.run();
    const [first] = await scene.exportAll(30_000);
    if (first === undefined) throw new Error('nothing was exported');
    const whole = readFileSync(first.file);
    const ends = [...whole].flatMap((byte, index) => (byte === 10 ? [index, index + 1] : [])).slice(0, -1);
    const parts = ends.length / 2;
    const cut = join(scene.directory, 'cut');
    for (const length of [0, 5, ...ends, whole.length - 5]) {
      await copyFile(first.file, cut);
      await truncate(cut, length);
      const error: unknown = await scene.deliver([cut]).catch((thrown: unknown) => thrown);
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
        await expect(scene.deliver([cut])).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
      }
      from = end + 1;
    }
    await writeFile(cut, Buffer.concat([whole, Buffer.from('x\n')]));
    await expect(scene.deliver([cut])).rejects.toMatchObject({ message: expect.stringContaining('behind its last part') });
    expect(parts).toBeGreaterThan(4);
    expect(scene.receiver.counts.requests).toBe(0);
    expect(await scene.deliver()).toMatchObject([{ number: 1, left: 0 }]);
    expect(scene.names()).toEqual(scene.rows());
  });

  test('with two parts exchanged, or one that nobody signed, are damaged in the first of them', async () => {
    await scene.run();
    const [first] = await scene.exportAll(30_000);
    if (first === undefined) throw new Error('nothing was exported');
    const lines = readFileSync(first.file, 'latin1').split('\n');
    const [magic = '', head = '', contractLine = '', one = '', two = '', ...rest] = lines;
    await writeFile(first.file, [magic, head, contractLine, two, one, ...rest].join('\n'), 'latin1');
    await expect(scene.deliver()).rejects.toMatchObject({ message: expect.stringMatching(/damaged in part 2 of \d+$/) });
    // Everybody may encrypt for the courier: a part of the same length that nobody signed.
    const opener = await packageOpener(scene.courier.open, 'open');
    const reading = await decryptLine(one, opener);
    if (reading.kind !== 'opened') throw new Error('the part cannot be opened');
    const recipient = await packageRecipient(opener.publicJwk, 'publicKey');
    const foreign = await encryptLine(Buffer.alloc(reading.content.byteLength), recipient);
    await writeFile(first.file, [magic, head, contractLine, foreign, two, ...rest].join('\n'), 'latin1');
    await expect(scene.deliver()).rejects.toMatchObject({ message: expect.stringMatching(/damaged in part 2 of \d+$/) });
  });

  test('are for one recipient, from senders whose keys are known, and an error names whom to ask', async () => {
    await scene.run();
    await scene.exportAll();
    const [one = ''] = filesOf(scene.out);
    const stranger = generateRecipientKeyPair();
    await expect(scene.deliver([one], { open: stranger.privateKey })).rejects.toMatchObject({
      code: 'PACKAGE_INVALID',
      message: expect.stringMatching(new RegExp(`is encrypted for the key lt-\\S+, and the key here is ${stranger.keyId}`)),
    });
    const { options } = scene;
    const [sender] = scene.courier.senders;
    if (sender === undefined) throw new Error('there is no sender');
    const forged = { ...sender, trusted: generateKeyPair().publicKey };
    await expect(scene.deliver([one], { senders: [forged] })).rejects.toMatchObject({
      message: expect.stringContaining('is not trusted here'),
    });
    await expect(scene.deliver([one], { senders: [{ ...sender, source: 'dat-dai' }] })).rejects.toMatchObject({
      message: expect.stringContaining('is from H26.12/ho-tich, which is no sender here'),
    });
    await scene.deliver();
    const [answered = ''] = filesOf(scene.back);
    await expect(scene.deliver([answered])).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    await expect(scene.importAll([one])).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    const other = { ...scene.options, state: join(scene.directory, 'another') };
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
    const pinned = { ...scene.options, platform: { ...options.platform, receiptKey: generateKeyPair().publicKey } };
    await expect(importReceipts({ options: pinned, files: [answered] })).rejects.toMatchObject({
      message: expect.stringContaining('another key than platform.receiptKey'),
    });
  });

  test('are not taken from a recipient who encrypts for another what was signed for him', async () => {
    await scene.run();
    const [first] = await scene.exportAll(1_000_000);
    const stranger = generateRecipientKeyPair();
    const [opener, next] = [await packageOpener(scene.courier.open, 'open'), await packageRecipient(stranger.publicKey, 'publicKey')];
    const lines = readFileSync(first?.file ?? '', 'latin1')
      .trimEnd()
      .split('\n');
    const passed = await Promise.all(
      lines.slice(1).map(async (line) => {
        const reading = await decryptLine(line, opener);
        return await encryptLine(reading.kind === 'opened' ? reading.content : Buffer.alloc(0), next);
      }),
    );
    const file = join(scene.out, 'passed.package');
    await writeFile(file, [lines[0], ...passed, ''].join('\n'));
    await expect(scene.deliver([file], { open: stranger.privateKey })).rejects.toMatchObject({
      message: expect.stringContaining('was signed for another recipient'),
    });
  });

  test('are not acknowledged by answers that a trusted courier makes up', async () => {
    await scene.run();
    await scene.exportAll(1_000_000);
    await scene.deliver();
    const [answered = ''] = filesOf(scene.back);
    const opener = await packageOpener(scene.options.platform.open, 'open');
    const { manifest, parts } = await openPackage({
      file: answered,
      opener,
      trustedOf: () => readTrustedKeys(scene.options.platform.courier.trusted, 'x'),
    });
    if (manifest.kind !== 'receipts') throw new Error('these are no receipts');
    const contents: Uint8Array[] = [];
    for await (const { content } of parts()) contents.push(content);
    const answers = readAnswers(contents[0] ?? Buffer.alloc(0), 'x');
    const [one, two] = answers;
    if (one === undefined || two === undefined || !('receipt' in two)) throw new Error('there are too few answers');
    const foreign = { ...one, batch: `${one.batch}9` };
    const made = async (change: Partial<typeof manifest>, lines: readonly object[]): Promise<string> => {
      const content = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const file = join(scene.directory, 'made.receipts');
      await writePackage({
        file,
        manifest: { ...manifest, ...change, parts: [{ kind: 'answers', bytes: content.byteLength, digest: contentDigest(content) }] },
        signer: openSigner(scene.courier.sign),
        recipient: await packageRecipient(opener.publicJwk, 'answerTo'),
        contents: single(content),
        signal: never,
      });
      return file;
    };
    const refusals = [
      { change: { answers: 'A'.repeat(43) }, lines: answers, text: 'answers another package 1' },
      { change: {}, lines: [foreign], text: 'answers a batch that is not in its package' },
    ];
    for (const { change, lines, text } of refusals)
      await expect(scene.importAll([await made(change, lines)])).rejects.toMatchObject({
        code: 'PACKAGE_INVALID',
        message: expect.stringContaining(text),
      });
    await expect(scene.importAll([await made({}, [{ ...one, receipt: two.receipt }])])).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
    await expect(scene.importAll([await made({ receiptKey: generateKeyPair().publicKey }, answers)])).rejects.toMatchObject({
      code: 'RECEIPT_INVALID',
    });
    expect((await scene.importAll([answered])).imported).toEqual([1]);
  });
});

async function* single(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
