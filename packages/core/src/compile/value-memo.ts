import { viewOf } from '../bytes/copy.ts';
import type { Finding } from '../check/finding.ts';

export interface JsonPlace {
  readonly bytes: DataView;
  readonly start: number;
  readonly end: number;
}

/** What the steps of a mapping made of a value. */
export interface SteppedValue {
  /** Where its JSON lies, in UTF-8; `undefined`: the steps say that the value is none. */
  readonly json: JsonPlace | undefined;
  readonly text: string | undefined;
  /** By the mapping. */
  readonly noted: readonly Finding[];
  /** By the inspection. */
  readonly found: readonly Finding[];
}

/** The steps of one column, which remember what they made of short values: dates, codes and words come again by the million. */
export interface ValueMemo {
  /** `undefined`: it is not known, and `learn` is to be told. False: such a value is not remembered. */
  find(bytes: DataView, start: number, end: number): SteppedValue | false | undefined;
  /** Of the value that was looked for last; `json` is what is written of it. */
  learn(value: Omit<SteppedValue, 'json'>, json: string | undefined): SteppedValue;
}

const longest = 16;
const mostValues = 32_768;
const firstSlots = 256;
/** After so many values half of them must have come again, else remembering costs more than it saves. */
const trialLookups = 65_536;

/** What is written of many values lies in one piece of memory: an object of its own for each would take more than the value. */
const pieceBytes = 16 * 1024;

export function createValueMemo(): ValueMemo {
  let piece = Buffer.alloc(0);
  let pieceView = viewOf(piece);
  let used = 0;
  const keep = (json: string): JsonPlace => {
    const length = Buffer.byteLength(json);
    if (used + length > piece.length) {
      piece = Buffer.allocUnsafeSlow(Math.max(pieceBytes, length));
      pieceView = viewOf(piece);
      used = 0;
    }
    const start = used;
    used += piece.write(json, start, 'utf8');
    return { bytes: pieceView, start, end: used };
  };
  // Open addressing, at most half full. A slot has its value's bytes as four words and their number, plus one: 0 is free.
  let slots = firstSlots;
  let keys = new Int32Array(slots * 5);
  let values: (SteppedValue | undefined)[] = emptied(slots);
  let count = 0;
  let lookups = 0;
  let hits = 0;
  let isOff = false;
  let [first, second, third, fourth, length] = [0, 0, 0, 0, 0];
  const slotOf = (): number => {
    const mask = slots - 1;
    let slot = mixed(first, second, third, fourth) & mask;
    for (;;) {
      const at = slot * 5;
      const known = keys[at + 4];
      if (known === 0) return slot;
      if (known === length && keys[at] === first && keys[at + 1] === second && keys[at + 2] === third && keys[at + 3] === fourth)
        return slot;
      slot = (slot + 1) & mask;
    }
  };
  const place = (value: SteppedValue): void => {
    const slot = slotOf();
    keys.set([first, second, third, fourth, length], slot * 5);
    values[slot] = value;
  };
  const begin = (size: number): void => {
    slots = size;
    keys = new Int32Array(slots * 5);
    values = emptied(slots);
    count = 0;
  };
  const grow = (): void => {
    const [oldKeys, oldValues, asked] = [keys, values, [first, second, third, fourth, length] as const];
    const kept = count;
    begin(slots * 2);
    oldValues.forEach((value, slot) => {
      if (value === undefined) return;
      [first = 0, second = 0, third = 0, fourth = 0, length = 0] = oldKeys.subarray(slot * 5, slot * 5 + 5);
      place(value);
    });
    [first, second, third, fourth, length] = asked;
    count = kept;
  };
  return {
    find(bytes, start, end) {
      // Whole words are read, also behind the value: the last of a block has none behind it.
      if (isOff || end - start > longest || start + longest > bytes.byteLength) return false;
      length = end - start + 1;
      first = wordAt(bytes, start, end);
      second = wordAt(bytes, start + 4, end);
      third = wordAt(bytes, start + 8, end);
      fourth = wordAt(bytes, start + 12, end);
      const value = values[slotOf()];
      lookups += 1;
      if (value !== undefined) hits += 1;
      if (lookups === trialLookups) {
        isOff = hits * 2 < lookups;
        if (isOff) begin(firstSlots);
        lookups = 0;
        hits = 0;
      }
      return value;
    },
    learn(value, json) {
      const stepped = { ...value, json: json === undefined ? undefined : keep(json) };
      if (count === mostValues) begin(slots);
      else if (count * 2 >= slots) grow();
      place(stepped);
      count += 1;
      return stepped;
    },
  };
}

/** Four bytes, those behind the end as zeros. */
function wordAt(bytes: DataView, at: number, end: number): number {
  const missing = at + 4 - end;
  if (missing <= 0) return bytes.getInt32(at, true);
  return missing >= 4 ? 0 : bytes.getInt32(at, true) & (-1 >>> (8 * missing));
}

function mixed(first: number, second: number, third: number, fourth: number): number {
  let hash = Math.imul(first, 0x9e37_79b1 | 0) ^ Math.imul(second, 0x85eb_ca6b | 0) ^ Math.imul(third, 0xc2b2_ae35 | 0);
  hash = Math.imul(hash ^ (hash >>> 15) ^ fourth, 0x27d4_eb2f);
  return hash ^ (hash >>> 13);
}

function emptied(slots: number): (SteppedValue | undefined)[] {
  return Array.from<undefined>({ length: slots });
}
