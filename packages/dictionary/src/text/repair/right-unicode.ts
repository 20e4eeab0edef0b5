import { surelyUnicode } from './unicode.ts';

/** Neither a question mark, nor eth, nor what could be composed or was lost. */
const composedLetters = /^[^\u0300-\u1e9f\u1efa-\u200f\u2028-\uffff?Ðð]*$/;

/** Whether `repairUnicode` leaves the text as it is and has nothing to say; `false`: it may, or not. */
export function isRightText(text: string): boolean {
  return composedLetters.test(text) && surelyUnicode.test(text);
}

/** The same of bytes of UTF-8: without a string, and in one pass. */
export function areRightBytes(bytes: DataView, start: number, end: number): boolean {
  let sure = false;
  for (let place = start; place < end; ) {
    const lead = bytes.getUint8(place);
    if (lead < 0x80) {
      if (lead === questionMark) return false;
      place++;
      continue;
    }
    const width = lead === 0xe1 ? 3 : 2;
    if (place + width > end) return false;
    const second = bytes.getUint8(place + 1);
    if (width === 3 ? !isToned(second, bytes.getUint8(place + 2)) : !isLatin(lead, second)) return false;
    sure ||= width === 3 || isVietnameseAlone(lead, second);
    place += width;
  }
  return sure;
}

const questionMark = 63;

/** U+1EA0 to U+1EF9, behind E1. */
function isToned(second: number, third: number): boolean {
  if (second === 0xba) return third >= 0xa0 && third <= 0xbf;
  return second === 0xbb && third >= 0x80 && third <= 0xb9;
}

/** U+0080 to U+02FF, without eth. */
function isLatin(lead: number, second: number): boolean {
  return lead >= 0xc2 && lead <= 0xcb && second >= 0x80 && second <= 0xbf && !isEth(lead, second);
}

/** Ĩ, ĩ, Ũ and ũ. */
function isVietnameseAlone(lead: number, second: number): boolean {
  return (lead === 0xc4 || lead === 0xc5) && (second === 0xa8 || second === 0xa9);
}

function isEth(lead: number, second: number): boolean {
  return lead === 0xc3 && (second === 0x90 || second === 0xb0);
}
