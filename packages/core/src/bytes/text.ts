import type { FieldWriter } from './field-writer.ts';

const quotation = 34;
const backslash = 92;
const blank = 32;

// What a byte begins: a character that is in NFC as it stands (below U+0300, or of the Vietnamese block U+1E00 to U+1EFF),
// one that JSON escapes by two characters, or something that the reader of texts must look at.
const plain = 0;
const two = 1;
const three = 2;
const escape = 3;
const unknown = 4;

const kinds = new Uint8Array(256).fill(unknown);
kinds.fill(plain, 0x20, 0x80);
kinds.fill(two, 0xc2, 0xcc);
kinds[0xe1] = three;
const escapes = new Uint8Array(256);
for (const [byte, letter] of [
  [quotation, '"'],
  [backslash, '\\'],
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
] as const) {
  kinds[byte] = escape;
  escapes[byte] = letter.charCodeAt(0);
}

/** Text as a JSON string. */
export const writeText: FieldWriter = (bytes, start, end, out, at) => {
  let to = at;
  out[to++] = quotation;
  let from = start;
  while (from < end) {
    const byte = bytes[from] ?? 0;
    const kind = kinds[byte];
    if (kind === plain) {
      out[to++] = byte;
      from++;
    } else if (kind === escape) {
      out[to++] = backslash;
      out[to++] = escapes[byte] ?? 0;
      from++;
    } else {
      const behind = from + lengthOf(bytes, from, kind);
      if (behind === from || behind > end) return -1;
      while (from < behind) out[to++] = bytes[from++] ?? 0;
    }
  }
  out[to++] = quotation;
  return to;
};

/** Of a character of several bytes that is in NFC as it stands; 0 for any other. */
function lengthOf(bytes: Uint8Array, at: number, kind: number | undefined): number {
  const second = bytes[at + 1] ?? 0;
  if (kind === two) return (second & 0xc0) === 0x80 ? 2 : 0;
  // U+1E00 to U+1EFF
  return kind === three && second >= 0xb8 && second <= 0xbb && ((bytes[at + 2] ?? 0) & 0xc0) === 0x80 ? 3 : 0;
}

/** Text that `trim` leaves as it is. */
export const writeTidyText: FieldWriter = (bytes, start, end, out, at) =>
  isTidy(bytes, start, end) ? writeText(bytes, start, end, out, at) : -1;

/** Text that `emptyAsNull` leaves as it is. */
export function notEmpty(write: FieldWriter): FieldWriter {
  return (bytes, start, end, out, at) => (start === end ? -1 : write(bytes, start, end, out, at));
}

function isTidy(bytes: Uint8Array, start: number, end: number): boolean {
  let before = blank;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
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
  out[at] = quotation;
  for (let place = 0; place < 36; place++) {
    const byte = bytes[start + place] ?? 0;
    const dash = place === 8 || place === 13 || place === 18 || place === 23;
    if (dash ? byte !== 45 : !((byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102))) return -1;
    out[at + 1 + place] = byte;
  }
  out[at + 37] = quotation;
  return at + 38;
};
