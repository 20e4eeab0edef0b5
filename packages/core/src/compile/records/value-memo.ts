import { viewOf } from '../../bytes/copy.ts';
import { type Finding, noFindings } from '../../check/finding.ts';

/** What the steps of a mapping made of a value. Valid until the next value is looked for: the object is used again. */
export interface SteppedValue {
  /** Where its JSON lies, in UTF-8, from `start` to `end`; `start` is -1 when the steps say that the value is none. */
  readonly bytes: DataView;
  readonly start: number;
  readonly end: number;
  /** By the mapping. */
  readonly noted: readonly Finding[];
  /** By the inspection. */
  readonly found: readonly Finding[];
}

/** The steps of one column, which remember what they made of short values: dates, codes and words come again by the million. */
export interface ValueMemo {
  /** `undefined`: it is not known, and `learn` is to be told. False: such a value is not remembered. */
  find(bytes: DataView, start: number, end: number): SteppedValue | false | undefined;
  /** Of the value that was looked for last; `json` is what is written of it, if anything. */
  learn(json: string | undefined, noted: readonly Finding[], found: readonly Finding[]): SteppedValue;
}

const longest = 16;
const mostValues = 32_768;
const mostJson = 2 * 1024 * 1024;
const firstSlots = 256;
const firstJson = 4 * 1024;
/** After so many values some must have come again: of days of a century one in fifteen has, of numbers of persons none. */
const firstLookups = 4_096;
const firstHits = firstLookups / 64;
/** And half of each so many later: else remembering costs more than it saves. */
const trialLookups = 65_536;

/** A slot: a value's bytes as four words, their number plus one (0: it is free), start (-1: none) and end of its JSON, and what is counted of it. */
const slotWords = 8;
/** What is counted of a value. */
type Counted = Pick<SteppedValue, 'noted' | 'found'>;

const nothing: Counted = { noted: noFindings, found: noFindings };
const mostCounted = 256;

export function createValueMemo(): ValueMemo {
  // No objects: a hundred thousand of them cost the collector more than the steps do.
  let slots = firstSlots;
  let table = new Int32Array(slots * slotWords);
  let count = 0;
  let json = Buffer.alloc(firstJson);
  let used = 0;
  let counted: Counted[] = [];
  const answer = { bytes: viewOf(json), start: -1, end: -1, noted: noFindings, found: noFindings };
  let lookups = 0;
  let hits = 0;
  let [trial, leastHits] = [firstLookups, firstHits];
  let isOff = false;
  // The key of the value that was looked for last.
  let [first, second, third, fourth, length] = [0, 0, 0, 0, 0];
  const slotOf = (): number => {
    const mask = slots - 1;
    for (let slot = mixed(first, second, third, fourth) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * slotWords;
      const known = table[at + 4];
      if (known === 0) return at;
      if (known === length && table[at] === first && table[at + 1] === second && table[at + 2] === third && table[at + 3] === fourth)
        return at;
    }
  };
  const begin = (size: number): void => {
    slots = size;
    table = new Int32Array(slots * slotWords);
    count = 0;
    used = 0;
    counted = [];
  };
  const grow = (): void => {
    const old = table;
    const asked = [first, second, third, fourth, length] as const;
    slots *= 2;
    table = new Int32Array(slots * slotWords);
    for (let at = 0; at < old.length; at += slotWords) {
      if (old[at + 4] === 0) continue;
      [first = 0, second = 0, third = 0, fourth = 0, length = 0] = old.subarray(at, at + 5);
      table.set(old.subarray(at, at + slotWords), slotOf());
    }
    [first, second, third, fourth, length] = asked;
  };
  const keep = (text: string): number => {
    const size = Buffer.byteLength(text);
    if (used + size > json.length) {
      const larger = Buffer.alloc(Math.max(json.length * 2, used + size));
      json.copy(larger, 0, 0, used);
      json = larger;
      answer.bytes = viewOf(json);
    }
    const start = used;
    used += json.write(text, start, 'utf8');
    return start;
  };
  const tell = (at: number): SteppedValue => {
    answer.start = table[at + 5] ?? -1;
    answer.end = table[at + 6] ?? -1;
    const { noted, found } = counted[table[at + 7] ?? 0] ?? nothing;
    answer.noted = noted;
    answer.found = found;
    return answer;
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
      const at = slotOf();
      const isKnown = table[at + 4] !== 0;
      lookups += 1;
      if (isKnown) hits += 1;
      if (lookups === trial) {
        isOff = hits < leastHits;
        trial = trialLookups;
        leastHits = trialLookups / 2;
        lookups = 0;
        hits = 0;
        if (isOff) begin(firstSlots);
        if (isOff) return false;
      }
      return isKnown ? tell(at) : undefined;
    },
    learn(text, noted, found) {
      if (count === mostValues || used > mostJson || counted.length === mostCounted) begin(slots);
      else if (count * 2 >= slots) grow();
      const start = text === undefined ? -1 : keep(text);
      const at = slotOf();
      table.set([first, second, third, fourth, length, start, used, placeIn(counted, noted, found)], at);
      count += 1;
      return tell(at);
    },
  };
}

/** Findings are made once and not for each value: a column has few different sets of them. */
function placeIn(list: Counted[], noted: readonly Finding[], found: readonly Finding[]): number {
  const known = list.findIndex((one) => areSame(one.noted, noted) && areSame(one.found, found));
  return known === -1 ? list.push({ noted, found }) - 1 : known;
}

function areSame(left: readonly Finding[], right: readonly Finding[]): boolean {
  return left.length === right.length && left.every((one, index) => one === right[index]);
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
