import type { CharSet } from './char-set.ts';

type Range = readonly [first: number, last: number];

/** What the bytes of a character may be, one range for each of its one to four bytes. */
export type ByteRanges = readonly Range[];

/** The UTF-8 forms of a set's characters; `undefined` when the set is not known exactly. */
export function utf8Ranges(set: CharSet): readonly ByteRanges[] | undefined {
  if (set.any) return undefined;
  return [...set.ranges, ...set.categories.flatMap(categoryRanges)].flatMap(([first, last]) => splitByLength(first, last));
}

const categories = new Map<string, readonly Range[]>();

// Known from the engine itself, so that it agrees with its regular expressions; a walk over all of Unicode is made once.
function categoryRanges(name: string): readonly Range[] {
  const known = categories.get(name);
  if (known !== undefined) return known;
  const found: Range[] = [];
  const expression = new RegExp(`\\p{${name}}+`, 'gu');
  for (let plane = 0; plane < 17; plane++) {
    let text = '';
    for (let point = plane * 0x10000; point < (plane + 1) * 0x10000; point++) if (!isSurrogate(point)) text += String.fromCodePoint(point);
    for (const match of text.matchAll(expression)) addRanges(found, match[0]);
  }
  categories.set(name, found);
  return found;
}

function addRanges(found: Range[], text: string): void {
  let first = -1;
  let last = -2;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point !== last + 1) {
      if (first >= 0) found.push([first, last]);
      first = point;
    }
    last = point;
  }
  found.push([first, last]);
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

// Within each part all characters have the same number of bytes; halves of surrogate pairs have none.
const parts: readonly Range[] = [
  [0, 0x7f],
  [0x80, 0x7ff],
  [0x800, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, 0x10ffff],
];

function splitByLength(first: number, last: number): ByteRanges[] {
  return parts.flatMap(([low, high]) => {
    const [from, to] = [Math.max(first, low), Math.min(last, high)];
    return from > to ? [] : split(encode(from), encode(to));
  });
}

/** Splits until every byte ranges on its own: `C3 A9 … C5 82` is three sequences. */
function split(first: readonly number[], last: readonly number[]): ByteRanges[] {
  const [low = 0, ...lowRest] = first;
  const [high = 0, ...highRest] = last;
  if (lowRest.length === 0) return [[[low, high]]];
  if (low === high) return split(lowRest, highRest).map((rest) => [[low, high], ...rest]);
  const result: ByteRanges[] = [];
  const lowest = lowRest.every((byte) => byte === 0x80);
  const highest = highRest.every((byte) => byte === 0xbf);
  if (!lowest) result.push(...split(lowRest, fill(lowRest, 0xbf)).map((rest): ByteRanges => [[low, low], ...rest]));
  const [from, to] = [lowest ? low : low + 1, highest ? high : high - 1];
  if (from <= to) result.push([[from, to], ...lowRest.map((): Range => [0x80, 0xbf])]);
  if (!highest) result.push(...split(fill(highRest, 0x80), highRest).map((rest): ByteRanges => [[high, high], ...rest]));
  return result;
}

function fill(bytes: readonly number[], byte: number): readonly number[] {
  return bytes.map(() => byte);
}

function encode(point: number): readonly number[] {
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 0x3f)];
  if (point < 0x10000) return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)];
}
