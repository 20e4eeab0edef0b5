import type { BytesRepair } from '../dictionary/dictionary.ts';
import type { FieldWriter } from './field-writer.ts';
import { plainAscii } from './plain-words.ts';

const quotation = 34;
const backslash = 92;
const blank = 32;

/** The letter behind the backslash for what JSON escapes by two characters; 0 for all else. */
const escapes = new Uint8Array(128);
for (const [byte, letter] of [
  [quotation, '"'],
  [backslash, '\\'],
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
] as const) {
  escapes[byte] = letter.charCodeAt(0);
}

/** Text as a JSON string. */
export const writeText: FieldWriter = (bytes, start, end, out, at) => {
  out.setUint8(at, quotation);
  let to = at + 1;
  let from = start;
  while (from < end) {
    if (from + 4 <= end) {
      const word = bytes.getInt32(from, true);
      // What is too much is written over, and there is room.
      out.setInt32(to, word, true);
      const plain = plainAscii(word);
      to += plain;
      from += plain;
      if (plain === 4) continue;
    }
    const byte = bytes.getUint8(from);
    if (byte < 0x80) {
      const letter = escapes[byte] ?? 0;
      if (letter > 0) {
        out.setUint8(to, backslash);
        out.setUint8(to + 1, letter);
        to += 2;
      } else if (byte >= blank) out.setUint8(to++, byte);
      else return -1;
      from++;
      continue;
    }
    // Of what is longer, what surely is in NFC as it stands: below U+0300, or of the Vietnamese block U+1E00 to U+1EFF.
    if (byte >= 0xc2 && byte <= 0xcb) {
      if (from + 2 > end) return -1;
      const second = bytes.getUint8(from + 1);
      if ((second & 0xc0) !== 0x80) return -1;
      out.setUint8(to, byte);
      out.setUint8(to + 1, second);
      to += 2;
      from += 2;
    } else if (byte === 0xe1) {
      if (from + 3 > end) return -1;
      const behind = bytes.getUint16(from + 1);
      // B8 to BB, and a byte that goes on.
      if ((behind & 0xfcc0) !== 0xb880) return -1;
      out.setUint8(to, byte);
      out.setUint16(to + 1, behind);
      to += 3;
      from += 3;
    } else return -1;
  }
  out.setUint8(to, quotation);
  return to + 1;
};

/** Text that `trim` leaves as it is. */
export const writeTidyText: FieldWriter = (bytes, start, end, out, at) =>
  isTidy(bytes, start, end) ? writeText(bytes, start, end, out, at) : -1;

/** Text that `emptyAsNull` leaves as it is. */
export function notEmpty(write: FieldWriter): FieldWriter {
  return (bytes, start, end, out, at) => (start === end ? -1 : write(bytes, start, end, out, at));
}

/** Text that a repair makes, and that the steps behind it leave as it is. */
export function repairedText(
  repair: BytesRepair,
  { trim, emptyAsNull }: { readonly trim: boolean; readonly emptyAsNull: boolean },
): FieldWriter {
  return (bytes, start, end, out, at) => {
    out.setUint8(at, quotation);
    const to = repair.write(bytes, start, end, out, at + 1);
    if (to === -1 || (emptyAsNull && to === at + 1) || (trim && !isTidy(out, at + 1, to))) return -1;
    out.setUint8(to, quotation);
    return to + 1;
  };
}

function isTidy(bytes: DataView, start: number, end: number): boolean {
  let before = blank;
  for (let at = start; at < end; at++) {
    const byte = bytes.getUint8(at);
    if (byte <= blank && (byte < blank || before === blank)) return false;
    // The no-break space is C2 A0; other blanks are no plain text in any case.
    if (byte === 0xa0 && before === 0xc2) return false;
    before = byte;
  }
  return start === end || before !== blank;
}

/** `8-4-4-4-12` in lower case. */
export const writeUuid: FieldWriter = (bytes, start, end, out, at) => {
  if (end - start !== 36) return -1;
  out.setUint8(at, quotation);
  for (let place = 0; place < 36; place++) {
    const byte = bytes.getUint8(start + place);
    const dash = place === 8 || place === 13 || place === 18 || place === 23;
    if (dash ? byte !== 45 : !((byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102))) return -1;
    out.setUint8(at + 1 + place, byte);
  }
  out.setUint8(at + 37, quotation);
  return at + 38;
};
