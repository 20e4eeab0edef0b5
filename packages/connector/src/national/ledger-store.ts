import { mkdirSync } from 'node:fs';
import { LienThongError } from '@lienthong/core';
import type { Floor, LedgerEntry } from '@lienthong/core/national';
import { ClassicLevel } from 'classic-level';
import { digestBytes, readEntry, writeEntry } from './ledger-entry.ts';

/** What is remembered of a stream as a whole. */
export interface StreamMemory {
  readonly floor: Floor;
  /** Of the last batch that was delivered. */
  readonly epoch: number;
  readonly sequence: number;
  /** Its `ce-high`. */
  readonly high: string | undefined;
  readonly receipts: number;
  /** The last one, whole: a batch that is repeated after a crash gets it again. */
  readonly receipt: string | undefined;
  /** The highest version that was ever given. */
  readonly highest?: number;
  /** What was told under a lower version is told again: somebody else spoke of the same records. */
  readonly trustedFrom?: number;
}

/** The publish ledger: of each record what the receiver was told last. On disk; its memory does not grow with it. */
export interface LedgerStore {
  /** In the order of the digests; `undefined` where nothing is known. */
  read(digests: readonly Uint8Array[]): Promise<readonly (LedgerEntry | undefined)[]>;
  /** Together or not at all. `isDurable`: on the disk when this resolves. */
  write(entries: readonly (readonly [digest: Uint8Array, entry: LedgerEntry])[], isDurable: boolean): Promise<void>;
  /** All entries, page by page, in the order of their digests; may be written to meanwhile. */
  pages(size: number): AsyncIterable<readonly (readonly [digest: Uint8Array, entry: LedgerEntry])[]>;
  memory(): Promise<StreamMemory | undefined>;
  remember(memory: StreamMemory): Promise<void>;
  close(): Promise<void>;
}

// No digest has this length: the memory of the stream lies before them all.
const memoryKey = Buffer.from('stream');

/** Opens the ledger of one stream, alone. */
export async function openLedger(directory: string): Promise<LedgerStore> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const database = new ClassicLevel<Uint8Array, Uint8Array>(directory, {
    keyEncoding: 'view',
    valueEncoding: 'view',
    cacheSize: 16 * 1024 * 1024,
  });
  await guarded('opening the publish ledger', () => database.open());
  return {
    read: (digests) =>
      guarded(
        'reading the publish ledger',
        async () => (await database.getMany(digests as Uint8Array[])).map((value) => (value === undefined ? undefined : readEntry(value))), // the library does not write to it
      ),
    write: (entries, isDurable) =>
      guarded('writing the publish ledger', () =>
        database.batch(
          entries.map(([key, entry]) => ({ type: 'put', key, value: writeEntry(entry) })),
          { sync: isDurable },
        ),
      ),
    async *pages(size) {
      // An iterator reads from a state of its own: what is written meanwhile does not come by again.
      const iterator = database.iterator();
      try {
        for (;;) {
          const found = await guarded('reading the publish ledger', () => iterator.nextv(size));
          if (found.length === 0) return;
          yield found.filter(([key]) => key.length === digestBytes).map(([key, value]) => [key, readEntry(value)] as const);
        }
      } finally {
        await iterator.close();
      }
    },
    async memory() {
      const value = await guarded('reading the publish ledger', () => database.get(memoryKey));
      return value === undefined ? undefined : (JSON.parse(Buffer.from(value).toString('utf8')) as StreamMemory); // written by `remember`
    },
    remember: (memory) =>
      guarded('writing the publish ledger', () => database.put(memoryKey, Buffer.from(JSON.stringify(memory)), { sync: true })),
    close: () => database.close(),
  };
}

async function guarded<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = codesOf(error);
    if (code.includes('LEVEL_LOCKED'))
      throw new LienThongError('STATE_LOCKED', { message: 'another connector uses the publish ledger', cause: error });
    if (code.includes('LEVEL_CORRUPTION'))
      throw new LienThongError('STATE_DAMAGED', {
        message: 'the publish ledger is damaged',
        remedy: 'Move its directory away and start again: every record is sent once more, under a higher version.',
        cause: error,
      });
    throw new LienThongError('STATE_WRITE_FAILED', { message: `${doing} failed`, cause: error });
  }
}

function codesOf(error: unknown): readonly string[] {
  const own = error instanceof Error && 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return error instanceof Error && error.cause !== undefined ? [...own, ...codesOf(error.cause)] : own;
}
