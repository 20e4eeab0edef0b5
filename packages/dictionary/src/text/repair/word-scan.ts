import { copyWords } from '@lienthong/core';
import type { ByteWordMemo } from './byte-word-memo.ts';
import { escapedUnits, unitClass, unitClasses } from './word-classes.ts';
import { firstHash, nextHash, type WordMemo } from './word-memo.ts';
import { addWord, clearWords, type WordSum } from './word-sum.ts';

/** A longer run is no word of a language that divides them by blanks. */
const longestWord = 32;

/** Whether all is printable ASCII without a question mark: nearly all that there is in such text. */
export function arePlainBytes(bytes: DataView, start: number, end: number): boolean {
  for (let place = start; place < end; place++) if (!isPlainUnit(bytes.getUint8(place))) return false;
  return true;
}

/** Takes the words of a text together. `withAscii`: also those that are ASCII. `false`: words cannot tell what the value is. */
export function sumText(sum: WordSum, memo: WordMemo, text: string, withAscii: boolean): boolean {
  clearWords(sum);
  let start = 0;
  let hash = firstHash;
  let marked = withAscii;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    const kind = unit < 0x100 ? unitClasses[unit] : unitClass.control;
    if (kind === unitClass.divides) {
      if (marked && place > start) {
        if (place - start > longestWord) return false;
        addWord(sum, memo.ofText(text, start, place, hash), start, place);
      }
      start = place + 1;
      hash = firstHash;
      marked = withAscii;
      continue;
    }
    if (kind === unitClass.hard) return false;
    if (kind === unitClass.control) marked = true;
    hash = nextHash(hash, unit);
  }
  if (!marked || start === text.length) return true;
  if (text.length - start > longestWord) return false;
  addWord(sum, memo.ofText(text, start, text.length, hash), start, text.length);
  return true;
}

/** The same of bytes. */
export function sumBytes(sum: WordSum, memo: ByteWordMemo, bytes: DataView, from: number, end: number, withAscii: boolean): boolean {
  clearWords(sum);
  let start = from;
  let marked = withAscii;
  for (let place = from; place < end; place++) {
    const unit = bytes.getUint8(place);
    const kind = unitClasses[unit];
    if (kind === unitClass.letter) continue;
    if (kind === unitClass.divides) {
      if (marked && place > start) {
        if (place - start > longestWord) return false;
        addWord(sum, memo.at(bytes, start, place), start, place);
      }
      start = place + 1;
      marked = withAscii;
    } else if (kind === unitClass.hard) return false;
    else marked = true;
  }
  if (!marked || start === end) return true;
  if (end - start > longestWord) return false;
  addWord(sum, memo.at(bytes, start, end), start, end);
  return true;
}

/** The text of a value of which only words were changed. `between` gives what stands between them. */
export function joinWords(
  sum: WordSum,
  inCapitals: boolean,
  start: number,
  end: number,
  between: (start: number, end: number) => string,
): string {
  let text = '';
  let done = start;
  for (let index = 0; index < sum.count; index++) {
    const place = sum.places[2 * index] ?? done;
    if (place > done) text += between(done, place);
    const word = sum.words[index];
    text += (inCapitals ? word?.inCapitals : word?.text) ?? '';
    done = sum.places[2 * index + 1] ?? done;
  }
  return done < end ? text + between(done, end) : text;
}

/**
 * The same in UTF-8, of a value that is UTF-8: what stands between words is ASCII. Gives the place behind it; -1 when the text
 * holds a sign that JSON escapes.
 */
export function writeWords(
  sum: WordSum,
  inCapitals: boolean,
  bytes: DataView,
  start: number,
  end: number,
  out: DataView,
  at: number,
): number {
  let to = at;
  let done = start;
  for (let index = 0; index < sum.count; index++) {
    const place = sum.places[2 * index] ?? done;
    for (; done < place; done++) {
      const unit = bytes.getUint8(done);
      if (escapedUnits[unit] === 1) return -1;
      out.setUint8(to++, unit);
    }
    const word = sum.words[index];
    const written = inCapitals ? word?.utf8InCapitals : word?.utf8;
    if (written === undefined) return -1;
    to = copyWords(written, 0, written.byteLength, out, to);
    done = sum.places[2 * index + 1] ?? done;
  }
  for (; done < end; done++) {
    const unit = bytes.getUint8(done);
    if (escapedUnits[unit] === 1) return -1;
    out.setUint8(to++, unit);
  }
  return to;
}

function isPlainUnit(unit: number): boolean {
  if (unit >= 0x80) return false;
  // Signs that are hard for words are plain by themselves, but for the question mark and DEL.
  const kind = unitClasses[unit];
  return kind === unitClass.divides || kind === unitClass.letter || (unit >= 0x3c && unit <= 0x3e);
}
