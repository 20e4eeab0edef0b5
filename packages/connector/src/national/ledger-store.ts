import { mkdirSync } from 'node:fs';
import { LienThongError } from '@lienthong/core';
import { digestOfRow, type Floor, type LedgerEntry, recordBytes } from '@lienthong/core/national';
import { ClassicLevel } from 'classic-level';
import { type Announcement, readAnnounced } from './announced.ts';
import { createFirstLoadFilter, type FirstLoadFilter } from './first-load-filter.ts';
import { createEntryBytes, isEntryBelow, type Recorded, readEntry } from './ledger-entry.ts';

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

/**
 * The publish ledger: of each record what the receiver was told last. On disk; its memory does not grow with it.
 *
 * What is about to be sent is announced in one piece, and settled record by record when the answer is there: half the writing of
 * noting each record before and behind it. Several requests may be on their way, each with a slot of its own, as long as no record
 * is in two of them.
 */
export interface LedgerStore {
  /**
   * Of the records whose digests stand in these rows of `digests`, in their order; `undefined` where nothing is known. What is announced
   * and not settled is not in it.
   */
  read(digests: Buffer, rows: Int32Array): Promise<readonly (LedgerEntry | undefined)[]>;
  /** On the disk when this resolves. A slot is a number from 0 to `slots - 1`. */
  announce(slot: number, announcement: Announcement): Promise<void>;
  /** Changes one that is announced; on the disk when this resolves. */
  amend(recorded: Recorded): Promise<void>;
  /** What became of what was announced in this slot, if anything was, and of other records, as confirmed; together or not at all. */
  settle(slot: number, announcement: Announcement, others: readonly Recorded[]): Promise<void>;
  /**
   * Makes entries of what was announced and never settled: unconfirmed ones, for nobody knows what arrived. To be called before a
   * record is read. Slots in use are left alone, but for the first time: nobody has announced anything until that is over.
   */
  recover(isInUse?: (slot: number) => boolean): Promise<void>;
  /** The entries below a floor, some at a time, in the order of their digests; may be written to meanwhile. */
  below(floor: Floor, size: number): AsyncIterable<readonly Recorded[]>;
  memory(): Promise<StreamMemory | undefined>;
  remember(memory: StreamMemory): Promise<void>;
  close(): Promise<void>;
}

/** Requests that may be on their way at once. */
export const slots = 4;

// No digest has these lengths: none of them is taken for a record.
const memoryKey = Buffer.from('stream');
const slotKey = (slot: number): Buffer => Buffer.from(`announced-${slot}`);
/** Entries. */
const readAtOnce = 1000;
const allSlots = Array.from({ length: slots }, (_, slot) => slot);

type Batch = ReturnType<ClassicLevel<Uint8Array, Uint8Array>['batch']>;

/** Opens the ledger of one stream, alone. */
export async function openLedger(directory: string): Promise<LedgerStore> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const database = new ClassicLevel<Uint8Array, Uint8Array>(directory, {
    keyEncoding: 'view',
    valueEncoding: 'view',
    cacheSize: 16 * 1024 * 1024,
    // A larger table of what was written last is slower for each record.
    writeBufferSize: 8 * 1024 * 1024,
    // Digests do not become smaller.
    compression: false,
  });
  const announced = new Set<number>();
  // After a crash any of them may be.
  let isFirst = true;
  // One after another: who comes second finds nothing of what the first found.
  let recovering: Promise<void> = Promise.resolve();
  let filter: FirstLoadFilter | undefined;
  const entryBytes = createEntryBytes();
  const put = (batch: Batch, digest: Uint8Array, entry: Uint8Array): void => {
    // Copied before the next one is written.
    batch.put(digest, entry);
    filter?.add(digest, 0);
  };
  const putAll = (batch: Batch, recorded: readonly Recorded[], isConfirmed?: true): void => {
    for (const { digest, entry } of recorded) {
      put(batch, digest, entryBytes(entry, isConfirmed));
      filter?.addPlace(entry);
    }
  };
  /** Together or not at all. */
  const write = (options: { readonly sync?: boolean }, fill: (batch: Batch) => void) =>
    guarded('writing the publish ledger', async () => {
      // A list of operations would be copied, each of them, on its way.
      const batch = database.batch();
      fill(batch);
      await batch.write(options);
    });
  const read = async (digests: Buffer, rows: Int32Array): Promise<readonly (LedgerEntry | undefined)[]> => {
    const entries = new Array<LedgerEntry | undefined>(rows.length).fill(undefined);
    const asked: number[] = [];
    for (let place = 0; place < rows.length; place++)
      if (filter?.mayHave(digests, (rows[place] ?? 0) * recordBytes) !== false) asked.push(place);
    if (asked.length === 0) return entries;
    const keys = asked.map((place) => digestOfRow(digests, rows[place] ?? 0));
    const found = await guarded('reading the publish ledger', () => database.getMany(keys));
    for (const [index, place] of asked.entries()) {
      const value = found[index];
      if (value !== undefined) entries[place] = readEntry(value);
    }
    return entries;
  };
  const isWithoutRecords = async (): Promise<boolean> => {
    const keys = await guarded('reading the publish ledger', () => database.keys({ limit: slots + 2 }).all());
    return keys.every((key) => key.length !== recordBytes);
  };
  const recoverSlots = async (left: readonly number[]): Promise<void> => {
    const found = await guarded('reading the publish ledger', () => database.getMany(left.map(slotKey)));
    const open = found.flatMap((value) => (value === undefined ? [] : readAnnounced(value)));
    const digests = Buffer.concat(open.map(({ digest }) => digest));
    const known = await read(
      digests,
      Int32Array.from(open, (_, row) => row),
    );
    // An amended one is higher than what was announced of it.
    const newer = open.filter(({ entry }, index) => entry.published > (known[index]?.published ?? 0));
    await write({ sync: true }, (batch) => {
      for (const slot of left) batch.del(slotKey(slot));
      putAll(batch, newer);
    });
    for (const slot of left) announced.delete(slot);
  };
  await guarded('opening the publish ledger', () => database.open());
  if (await isWithoutRecords()) filter = createFirstLoadFilter();
  return {
    read,
    async announce(slot, announcement) {
      announced.add(slot);
      await guarded('writing the publish ledger', () => database.put(slotKey(slot), announcement.bytes(), { sync: true }));
    },
    amend: (recorded) => write({ sync: true }, (batch) => putAll(batch, [recorded])),
    async settle(slot, announcement, others) {
      await write({}, (batch) => {
        if (announced.has(slot)) batch.del(slotKey(slot));
        putAll(batch, others, true);
        announcement.confirm((digest, entry) => put(batch, digest, entry));
        if (announcement.lowest !== undefined) filter?.addPlace(announcement.lowest);
      });
      announced.delete(slot);
    },
    recover(isInUse = () => false) {
      const mine = recovering.then(async () => {
        const left = isFirst ? allSlots : [...announced].filter((slot) => !isInUse(slot));
        if (left.length > 0) await recoverSlots(left);
        isFirst = false;
      });
      recovering = mine.catch(() => {});
      return mine;
    },
    async *below(floor, size) {
      // Behind a first load: reading all of it to find nothing is an eighth of the load.
      if (filter?.hadBelow(floor) === false) return;
      // An iterator reads from a state of its own: what is written meanwhile does not come by again.
      const iterator = database.iterator();
      try {
        let page: Recorded[] = [];
        for (;;) {
          const found = await guarded('reading the publish ledger', () => iterator.nextv(readAtOnce));
          for (const [digest, value] of found)
            if (digest.length === recordBytes && isEntryBelow(value, floor)) page.push({ digest, entry: readEntry(value) });
          while (page.length >= size || (found.length === 0 && page.length > 0)) {
            yield page.slice(0, size);
            page = page.slice(size);
          }
          if (found.length === 0) return;
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
