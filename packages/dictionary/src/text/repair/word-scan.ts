import { copyWords } from '@lienthong/core';
import type { ByteWordMemo } from './byte-word-memo.ts';
import { escapedUnits, unitClass, unitClasses } from './word-classes.ts';
import { firstHash, nextHash, type WordMemo } from './word-memo.ts';
import { addWord, clearWords, type WordSum, weighIn } from './word-sum.ts';

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

/**
 * Weighs the words of a value in UTF-8 as `sumBytes` does, and writes at once what becomes of them unless all was typed in capitals: most
 * values are done with after one way over their bytes. Gives the place behind it; -1 where words cannot tell what the value is, or where
 * the text holds a sign that JSON escapes.
 */
export function writeAsTyped(
  sum: WordSum,
  memo: ByteWordMemo,
  bytes: DataView,
  from: number,
  end: number,
  withAscii: boolean,
  out: DataView,
  at: number,
): number {
  clearWords(sum);
  let to = at;
  let start = from;
  let marked = withAscii;
  for (let place = from; place <= end; place++) {
    const unit = place === end ? blank : bytes.getUint8(place);
    const kind = unitClasses[unit];
    if (kind === unitClass.letter) continue;
    if (kind === unitClass.control) {
      marked = true;
      continue;
    }
    if (kind === unitClass.hard || escapedUnits[unit] === 1) return -1;
    if (place > start && !marked) to = copyWords(bytes, start, place, out, to);
    else if (place > start) {
      if (place - start > longestWord) return -1;
      const word = memo.at(bytes, start, place);
      weighIn(sum, word);
      const { utf8 } = word;
      if (utf8 === undefined) return -1;
      to = copyWords(utf8, 0, utf8.byteLength, out, to);
    }
    if (place === end) break;
    out.setUint8(to++, unit);
    start = place + 1;
    marked = withAscii;
  }
  return to;
}

/** Divides words, and is written behind none here. */
const blank = 0x20;

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
 * The same in UTF-8, in capitals, of a value that is UTF-8: what stands between words is ASCII. Gives the place behind it; -1 when the
 * text holds a sign that JSON escapes.
 */
export function writeWords(sum: WordSum, bytes: DataView, start: number, end: number, out: DataView, at: number): number {
  let to = at;
  let done = start;
  for (let index = 0; index <= sum.count; index++) {
    const place = index === sum.count ? end : (sum.places[2 * index] ?? done);
    for (; done < place; done++) {
      const unit = bytes.getUint8(done);
      if (escapedUnits[unit] === 1) return -1;
      out.setUint8(to++, unit);
    }
    if (index === sum.count) break;
    const written = sum.words[index]?.utf8InCapitals;
    if (written === undefined) return -1;
    to = copyWords(written, 0, written.byteLength, out, to);
    done = sum.places[2 * index + 1] ?? done;
  }
  return to;
}

function isPlainUnit(unit: number): boolean {
  if (unit >= 0x80) return false;
  // Signs that are hard for words are plain by themselves, but for the question mark and DEL.
  const kind = unitClasses[unit];
  return kind === unitClass.divides || kind === unitClass.letter || (unit >= 0x3c && unit <= 0x3e);
}
