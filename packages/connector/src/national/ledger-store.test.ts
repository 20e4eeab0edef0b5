import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochVersion, snapshotVersion } from '@lienthong/core';
import { type LedgerEntry, recordBytes } from '@lienthong/core/national';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Announcement, createAnnouncement } from './announced.ts';
import type { Recorded } from './ledger-entry.ts';
import { type LedgerStore, openLedger } from './ledger-store.ts';

let directory: string;
let ledger: LedgerStore;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lienthong-ledger-'));
  ledger = await openLedger(directory);
});
afterEach(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});

const record = (letter: string): Buffer => Buffer.alloc(recordBytes, letter);
const entry = (published: number, confirmed = false): LedgerEntry => ({
  ...{ published, event: 'new', content: 'ab'.repeat(16), epoch: 1, version: snapshotVersion, confirmed },
});
const [a, b, c] = [record('a'), record('b'), record('c')];

function announcement(...entries: readonly Recorded[]): Announcement {
  const made = createAnnouncement(entries.length);
  for (const { digest, entry: said } of entries) made.add(said, digest, 0, Buffer.from(said.content, 'hex'), 0);
  return made;
}

const nothing = announcement();

const known = (...digests: readonly Buffer[]) =>
  ledger.read(
    Buffer.concat(digests),
    Int32Array.from(digests, (_, row) => row),
  );

async function reopen(): Promise<void> {
  await ledger.close();
  ledger = await openLedger(directory);
}

it('knows what is settled, and nothing of what is announced', async () => {
  const first = announcement({ digest: a, entry: entry(5) });
  await ledger.announce(0, first);
  await ledger.announce(1, announcement({ digest: b, entry: entry(6) }));
  expect(await known(a, b)).toEqual([undefined, undefined]);
  await ledger.settle(0, first, [{ digest: c, entry: entry(1, true) }]);
  await reopen();
  expect(await known(a, b, c)).toEqual([entry(5, true), undefined, entry(1, true)]);
});

it('makes unconfirmed entries of what was announced, in the same run and after a crash, and of what was settled none', async () => {
  await ledger.announce(0, announcement({ digest: a, entry: entry(5) }));
  await ledger.recover();
  expect(await known(a)).toEqual([entry(5)]);
  await ledger.announce(1, announcement({ digest: a, entry: entry(7) }, { digest: b, entry: entry(6) }));
  const settled = announcement({ digest: c, entry: entry(8) });
  await ledger.announce(2, settled);
  await ledger.settle(2, settled, []);
  await reopen();
  await ledger.recover();
  expect(await known(a, b, c)).toEqual([entry(7), entry(6), entry(8, true)]);
  await reopen();
  await ledger.recover();
  expect(await known(a, b, c)).toEqual([entry(7), entry(6), entry(8, true)]);
});

it('keeps the higher version of a record that was amended on its way', async () => {
  await ledger.announce(0, announcement({ digest: a, entry: entry(5) }, { digest: b, entry: entry(5) }));
  await ledger.amend({ digest: a, entry: entry(9) });
  await reopen();
  await ledger.recover();
  expect(await known(a, b)).toEqual([entry(9), entry(5)]);
});

it('gives every record below a floor once, page by page, and nothing else that it keeps', async () => {
  const floor = { epoch: 2, version: epochVersion };
  const later = { ...entry(7, true), epoch: 2 };
  const places = 'defghijklm'.split('').map((letter) => ({ digest: record(letter), entry: entry(1, true) }));
  await ledger.announce(3, announcement({ digest: a, entry: entry(5) }));
  await ledger.recover();
  await ledger.announce(0, announcement({ digest: b, entry: entry(6) }));
  await ledger.settle(1, nothing, [{ digest: c, entry: later }, ...places]);
  const foundBelow = async (size: number): Promise<readonly (readonly string[])[]> => {
    const pages: string[][] = [];
    for await (const page of ledger.below(floor, size)) pages.push(page.map(({ digest }) => digest.toString()));
    return pages;
  };
  const wanted = [a, ...places.map(({ digest }) => digest)].map(String);
  expect(await foundBelow(100)).toEqual([wanted]);
  expect(await foundBelow(4)).toEqual([wanted.slice(0, 4), wanted.slice(4, 8), wanted.slice(8)]);
  expect(await foundBelow(1)).toEqual(wanted.map((one) => [one]));
  await reopen();
  expect(await foundBelow(100)).toEqual([wanted]);
});

it('finds nothing below where nothing was written', async () => {
  const floor = { epoch: 1, version: epochVersion };
  await ledger.settle(0, announcement({ digest: a, entry: entry(5) }), []);
  for (const open of [() => Promise.resolve(), reopen]) {
    await open();
    const pages: unknown[] = [];
    for await (const page of ledger.below(floor, 10)) pages.push(page);
    expect(pages).toEqual([]);
  }
});
