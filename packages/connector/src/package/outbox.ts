import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockDirectory } from '../state/lock.ts';
import { type AnswerFiles, openAnswerFiles } from './answer-files.ts';
import { readDurable, writeDurable } from './durable-file.ts';
import type { BatchesManifest, ReceiptsManifest } from './manifest.ts';

/** What the sender knows of his packages: durable state, beside the spool whose batches they hold. */
export interface Outbox {
  readonly chain: string;
  /** Of the last package; `undefined`: there was none. */
  last(): { readonly number: number; readonly hash: string } | undefined;
  /** Manifests of packages without receipts, by their numbers: the same export again makes the same packages. */
  waiting(): readonly BatchesManifest[];
  /** Durable when it returns; before the package is written anywhere. */
  add(manifest: BatchesManifest, hash: string): void;
  /** The receipts of a package are here. */
  settle(receipts: Told): void;
  readonly answers: AnswerFiles;
  close(): void;
}

interface Journal {
  readonly chain: string;
  readonly last?: { readonly number: number; readonly hash: string };
}

/** What receipts told of the streams, for the connector that runs. */
export type Told = Pick<ReceiptsManifest, 'number' | 'streams'>;

/** Below the state directory. */
export function outboxFolder(state: string): string {
  return join(state, 'packages');
}

/**
 * Opens the outbox for a command that exports or imports, alone; a connector may run meanwhile. With a new chain nothing was exported
 * yet, and receipts of the packages so far are no longer taken.
 */
export function openOutbox(state: string, isNewChain = false): Outbox {
  const folder = outboxFolder(state);
  const manifests = join(folder, 'waiting');
  mkdirSync(manifests, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(join(folder, 'lock.db'));
  const file = join(folder, 'outbox.json');
  let journal = readDurable<Journal>(file);
  if (journal === undefined || isNewChain) {
    // The manifests first: without them the packages of the old chain are none.
    for (const name of readdirSync(manifests)) rmSync(join(manifests, name));
    journal = { chain: randomBytes(16).toString('base64url') };
    writeDurable(file, JSON.stringify(journal));
  }
  const { chain } = journal;
  let { last } = journal;
  const fileOf = (number: number): string => join(manifests, `${number}.json`);
  return {
    chain,
    last: () => last,
    waiting: () =>
      readdirSync(manifests)
        .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
        .map(Number)
        // One above the last was never written anywhere: the crash came before its number counted.
        .filter((number) => number <= (last?.number ?? 0))
        .sort((left, right) => left - right)
        .flatMap((number) => readDurable<BatchesManifest>(fileOf(number)) ?? []),
    add(manifest, hash) {
      writeDurable(fileOf(manifest.number), JSON.stringify(manifest));
      last = { number: manifest.number, hash };
      writeDurable(file, JSON.stringify({ chain, last }));
    },
    settle(receipts) {
      const before = readTold(state) ?? { number: 0, streams: {} };
      const [older, newer] = before.number > receipts.number ? [receipts, before] : [before, receipts];
      writeDurable(toldFile(state), JSON.stringify({ number: newer.number, streams: { ...older.streams, ...newer.streams } }));
      rmSync(fileOf(receipts.number), { force: true });
    },
    answers: openAnswerFiles(folder),
    close: unlock,
  };
}

export function readTold(state: string): Told | undefined {
  return readDurable<Told>(toldFile(state));
}

function toldFile(state: string): string {
  return join(outboxFolder(state), 'told.json');
}
