import type { KeyString } from '../bson/key-string.ts';

/** Where a scan begins; undefined for the first (or, backwards, the last) record. */
export interface ScanStart {
  readonly key: KeyString;
  readonly inclusive: boolean;
}

/** Goes over records in key order; what is inserted or deleted meanwhile does not disturb it. */
export interface Scan {
  /** Moves on; false at the end, and `key` and `record` are then meaningless. */
  next(): boolean;
  readonly key: KeyString;
  readonly record: Buffer;
}

/** Records as one reader sees them. */
export interface RecordReader {
  get(key: KeyString): Buffer | undefined;
  scan(direction: 1 | -1, start?: ScanStart): Scan;
}

export interface OrderedRecords extends RecordReader {
  readonly size: number;
  /** Inserts or overwrites. */
  set(key: KeyString, record: Buffer): void;
  delete(key: KeyString): void;
}

interface Chunk {
  readonly keys: KeyString[];
  readonly records: Buffer[];
}

const largestChunk = 512;

/** Records in the order of their keys: a sorted list of sorted chunks, so that insert and seek are two binary searches. */
export function orderedRecords(): OrderedRecords {
  const chunks: Chunk[] = [];
  let size = 0;
  // Counts what moves records about: a scan that sees another count looks its place up again.
  let moves = 0;

  const chunkFor = (key: KeyString): number => {
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((chunks[middle]?.keys[0] ?? '') <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  };
  const split = (index: number, chunk: Chunk): void => {
    // Ascending inserts fill the last chunk: it is left full, not cut in half.
    const at = index === chunks.length - 1 ? largestChunk : largestChunk >> 1;
    chunks.splice(index + 1, 0, { keys: chunk.keys.splice(at), records: chunk.records.splice(at) });
  };
  const set = (key: KeyString, record: Buffer): void => {
    const index = chunkFor(key);
    const chunk = chunks[index];
    if (chunk === undefined) {
      chunks.push({ keys: [key], records: [record] });
      size++;
      moves++;
      return;
    }
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] === key) {
      chunk.records[at] = record;
      return;
    }
    chunk.keys.splice(at, 0, key);
    chunk.records.splice(at, 0, record);
    size++;
    moves++;
    if (chunk.keys.length > largestChunk) split(index, chunk);
  };
  const get = (key: KeyString): Buffer | undefined => {
    const chunk = chunks[chunkFor(key)];
    if (chunk === undefined) return undefined;
    const at = lowerBound(chunk.keys, key);
    return chunk.keys[at] === key ? chunk.records[at] : undefined;
  };
  const remove = (key: KeyString): void => {
    const index = chunkFor(key);
    const chunk = chunks[index];
    if (chunk === undefined) return;
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] !== key) return;
    chunk.keys.splice(at, 1);
    chunk.records.splice(at, 1);
    size--;
    moves++;
    if (chunk.keys.length === 0) chunks.splice(index, 1);
  };
  const scan = (direction: 1 | -1, start?: ScanStart): Scan => {
    let seen = -1;
    let index = 0;
    let at = 0;
    let place = start;
    const seek = (): void => {
      seen = moves;
      if (place === undefined) {
        index = direction === 1 ? 0 : chunks.length - 1;
        at = direction === 1 ? -1 : (chunks[index]?.keys.length ?? 0);
        return;
      }
      index = chunkFor(place.key);
      const keys = chunks[index]?.keys ?? [];
      at = lowerBound(keys, place.key);
      const met = keys[at] === place.key;
      // One before what comes next, in the direction of the scan.
      if (direction === 1) at -= met && !place.inclusive ? 0 : 1;
      else at += met && place.inclusive ? 1 : 0;
    };
    const next = (): boolean => {
      if (seen !== moves) seek();
      at += direction;
      let chunk = chunks[index];
      while (chunk !== undefined && (at < 0 || at >= chunk.keys.length)) {
        index += direction;
        chunk = chunks[index];
        at = direction === 1 ? 0 : (chunk?.keys.length ?? 0) - 1;
      }
      if (chunk === undefined) {
        index = direction === 1 ? chunks.length : -1;
        return false;
      }
      found.key = chunk.keys[at] ?? '';
      found.record = chunk.records[at] ?? noRecord;
      place = { key: found.key, inclusive: false };
      return true;
    };
    const found = { next, key: '', record: noRecord };
    return found;
  };
  return {
    get size() {
      return size;
    },
    get,
    set,
    delete: remove,
    scan,
  };
}

const noRecord: Buffer = Buffer.alloc(0);

function lowerBound(keys: readonly KeyString[], key: KeyString): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
