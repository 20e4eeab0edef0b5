import type { KeyString } from '../bson/key-string.ts';
import type { RecordReader, Scan, ScanStart } from './ordered-records.ts';

/** Records that hide others: what is not there any more is undefined. */
export type Layer = Map<KeyString, Buffer | undefined>;

/** Records as they look under a layer: an own write of a transaction, or what was there before others wrote. */
export function layeredRecords(base: RecordReader, layer: Layer): RecordReader {
  return {
    get: (key) => (layer.has(key) ? layer.get(key) : base.get(key)),
    scan: (direction, start) => layeredScan(base, layer, direction, start),
  };
}

function layeredScan(base: RecordReader, layer: Layer, direction: 1 | -1, start: ScanStart | undefined): Scan {
  const below = base.scan(direction, start);
  let place = start;
  let more = below.next();
  let size = -1;
  let keys: KeyString[] = [];
  let at = 0;
  const precedes = (a: KeyString, b: KeyString): boolean => (direction === 1 ? a < b : a > b);
  // A layer only gains keys; when it has, they are sorted again from the place that was reached.
  const sortKeys = (): void => {
    size = layer.size;
    at = 0;
    keys = [...layer.keys()].filter((key) => place === undefined || precedes(place.key, key) || (place.inclusive && key === place.key));
    keys.sort((a, b) => (a === b ? 0 : precedes(a, b) ? -1 : 1));
  };
  const next = (): boolean => {
    for (;;) {
      if (size !== layer.size) sortKeys();
      const key = keys[at];
      if (key !== undefined && (!more || !precedes(below.key, key))) {
        at++;
        if (more && below.key === key) more = below.next();
        place = { key, inclusive: false };
        const record = layer.get(key);
        if (record === undefined) continue;
        found.key = key;
        found.record = record;
        return true;
      }
      if (!more) return false;
      found.key = below.key;
      found.record = below.record;
      place = { key: below.key, inclusive: false };
      more = below.next();
      return true;
    }
  };
  const found = { next, key: '', record: noRecord };
  return found;
}

const noRecord: Buffer = Buffer.alloc(0);
