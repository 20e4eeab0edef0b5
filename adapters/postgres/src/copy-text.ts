import { copyBytes, type RowBlock, viewOf } from '@lienthong/core';

/** Gathers what COPY … TO STDOUT sends in text format; chunks may end anywhere. */
export interface CopyTextParser {
  /** Takes a part of a chunk, which is valid only during the call: nothing of it is kept but a copy. */
  push(chunk: DataView, start: number, end: number): void;
  /** The rows since the last call; their memory is used again by the next `push`. */
  take(): RowBlock;
}

const tab = 0x09;
const newline = 0x0a;
const backslash = 0x5c;
const initialBytes = 256 * 1024;

export function createCopyTextParser(width: number): CopyTextParser {
  let gathered = Buffer.allocUnsafe(initialBytes);
  let view = viewOf(gathered);
  let used = 0;
  let lines = 0;
  let bounds = new Int32Array(0);
  return {
    push(chunk, start, end) {
      if (used + end - start > gathered.length) {
        const larger = Buffer.allocUnsafe(Math.max(gathered.length * 2, used + end - start));
        gathered.copy(larger, 0, 0, used);
        gathered = larger;
        view = viewOf(larger);
      }
      used = copyBytes(chunk, start, end, view, used);
    },
    take() {
      lines = countRows(gathered, used);
      if (lines * width * 2 > bounds.length) bounds = new Int32Array(Math.ceil(lines * 1.25) * width * 2);
      findFields(gathered, view, used, bounds);
      used = 0;
      return { bytes: gathered, bounds, width, count: lines };
    },
  };
}

// A newline inside a value travels as \n: a plain one ends a row.
function countRows(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0 && at < end; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

/** Writes where each value begins and ends; values with escapes become plain where they lie, since they only get shorter. */
function findFields(bytes: Buffer, view: DataView, end: number, bounds: Int32Array): void {
  let place = 0;
  let start = 0;
  while (start < end) {
    let at = start;
    let ordinary = 4;
    while (ordinary === 4 && at + 4 <= end) {
      ordinary = ordinaryBytes(view.getInt32(at, true));
      at += ordinary;
    }
    // The last row ends with a newline: no value runs beyond the end.
    if (ordinary === 4) while (special[bytes[at] ?? tab] === 0) at++;
    let behind = at;
    let last = at;
    if (bytes[at] === backslash) {
      behind = fieldEnd(bytes, at);
      if (at === start && behind === at + 2 && bytes[at + 1] === 0x4e) {
        start = -1;
        last = -1;
      } else last = unescape(bytes, at, behind);
    }
    bounds[place++] = start;
    bounds[place++] = last;
    start = behind + 1;
  }
}

/** How many of four bytes stand before a tab, newline or backslash; the first byte is lowest in the word. */
function ordinaryBytes(word: number): number {
  const [tabs, newlines, backslashes] = [word ^ 0x0909_0909, word ^ 0x0a0a_0a0a, word ^ 0x5c5c_5c5c];
  const found =
    (((tabs - 0x0101_0101) & ~tabs) | ((newlines - 0x0101_0101) & ~newlines) | ((backslashes - 0x0101_0101) & ~backslashes)) & 0x8080_8080;
  // Only behind a byte that is meant does a borrow reach the next one: the lowest is always right.
  return found === 0 ? 4 : (31 - Math.clz32(found & -found)) >> 3;
}

const special = new Uint8Array(256);
for (const byte of [tab, newline, backslash]) special[byte] = 1;

function fieldEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] !== tab && bytes[at] !== newline) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

const letters = new Uint8Array(256).map((_, byte) => byte);
for (const [letter, byte] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 })) letters[letter.charCodeAt(0)] = byte;

function unescape(bytes: Buffer, from: number, end: number): number {
  let to = from;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === backslash) {
      at++;
      bytes[to++] = letters[bytes[at] ?? 0] ?? 0;
    } else bytes[to++] = byte;
  }
  return to;
}
