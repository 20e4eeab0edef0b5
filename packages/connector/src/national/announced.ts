import { copyBytes, createScratch, viewOf } from '@lienthong/core';
import { type Floor, isBelow, type LedgerEntry, recordBytes } from '@lienthong/core/national';
import { confirmEntry, createEntryBytes, type EntryState, mostEntryBytes, type Recorded, readEntry, writeEntry } from './ledger-entry.ts';

/**
 * Entries that are about to be sent, in one piece, as the ledger keeps them: of each its digest, the length of the entry in two bytes,
 * and the entry. No object for each of them.
 */
export interface Announcement {
  /** The highest version in it; 0: nothing is. */
  readonly highest: number;
  /** The lowest place in it. */
  readonly lowest: Floor | undefined;
  /** Of the digest and of the content the bytes from a place on; `undefined`: there is no content. */
  add(state: EntryState, digests: Uint8Array, digestAt: number, contents: Uint8Array | undefined, contentAt: number): void;
  bytes(): Uint8Array;
  /** As it was added, or changed. */
  entryAt(index: number): LedgerEntry;
  digestAt(index: number): Uint8Array;
  /** What becomes of it is not what was announced. */
  change(index: number, entry: LedgerEntry): void;
  /** All of them as bytes, confirmed, in the order of their digests as far as these begin; they are good until the next one. */
  confirm(take: (digest: Uint8Array, entry: Uint8Array) => void): void;
}

/** Before an entry: how many bytes it has. */
const lengthBytes = 2;
const headBytes = recordBytes + lengthBytes;
/** Of an entry, for the first guess. */
const usualBytes = 48;

/** Of `room` entries at most. */
export function createAnnouncement(room: number): Announcement {
  const places = new Int32Array(room + 1);
  const changed = new Map<number, LedgerEntry>();
  let buffer = Buffer.allocUnsafeSlow(room * (headBytes + usualBytes));
  let view = viewOf(buffer);
  let count = 0;
  let highest = 0;
  let lowest: Floor | undefined;
  const startOf = (index: number): number => places[index] ?? 0;
  const changedBytes = createEntryBytes();
  /** As far as the first four bytes of their digests say: LevelDB takes neighbours in half the time of others. */
  const inOrder = (): Float64Array => {
    const order = new Float64Array(count);
    for (let index = 0; index < count; index++) order[index] = view.getUint32(startOf(index)) * count + index;
    order.sort();
    for (let place = 0; place < count; place++) order[place] = (order[place] ?? 0) % count;
    return order;
  };
  const announced = (index: number): Uint8Array => buffer.subarray(startOf(index) + headBytes, startOf(index + 1));
  return {
    get highest() {
      return highest;
    },
    get lowest() {
      return lowest;
    },
    add(state, digests, digestAt, contents, contentAt) {
      const place = startOf(count);
      const most = place + headBytes + mostEntryBytes(state);
      if (most > buffer.length) {
        buffer = Buffer.concat([buffer], 2 * most);
        view = viewOf(buffer);
      }
      for (let byte = 0; byte < recordBytes; byte++) buffer[place + byte] = digests[digestAt + byte] ?? 0;
      const start = place + headBytes;
      const end = writeEntry(buffer, start, state, contents, contentAt);
      buffer.writeUInt16LE(end - start, start - lengthBytes);
      count += 1;
      places[count] = end;
      highest = Math.max(highest, state.published);
      if (lowest === undefined || isBelow(state, lowest)) lowest = { epoch: state.epoch, version: state.version };
    },
    bytes: () => buffer.subarray(0, startOf(count)),
    entryAt: (index) => changed.get(index) ?? readEntry(announced(index)),
    digestAt: (index) => buffer.subarray(startOf(index), startOf(index) + recordBytes),
    change(index, entry) {
      changed.set(index, entry);
      highest = Math.max(highest, entry.published);
    },
    confirm(take) {
      const [digest, entry] = [createScratch(), createScratch()];
      const order = inOrder();
      for (let place = 0; place < count; place++) {
        const index = order[place] ?? 0;
        const [start, end] = [startOf(index) + headBytes, startOf(index + 1)];
        copyBytes(view, start - headBytes, start - lengthBytes, digest.view, 0);
        const other = changed.get(index);
        if (other === undefined) {
          entry.reserve(end - start);
          copyBytes(view, start, end, entry.view, 0);
          confirmEntry(entry.buffer);
        }
        take(digest.bytesTo(recordBytes), other === undefined ? entry.bytesTo(end - start) : changedBytes(other, true));
      }
    },
  };
}

/** What an announcement has written. */
export function readAnnounced(bytes: Uint8Array): readonly Recorded[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Recorded[] = [];
  for (let place = 0; place < buffer.length; ) {
    const start = place + headBytes;
    const end = start + buffer.readUInt16LE(start - lengthBytes);
    entries.push({ digest: buffer.subarray(place, place + recordBytes), entry: readEntry(buffer.subarray(start, end)) });
    place = end;
  }
  return entries;
}
