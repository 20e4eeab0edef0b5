import type { BytesRepair } from '@lienthong/core';
import type { PlainTest } from '../identifiers/semantic-type.ts';
import { identifierNormalised } from './findings.ts';

/** Longer than any way in which people divide the digits of an identifier. */
const longest = 32;
const dot = 46;

/** Digits with blanks, dashes, brackets or dots between them, made what they are without. */
export function dividedDigits({ holds }: PlainTest): BytesRepair {
  return {
    write(bytes, start, end, out, at) {
      if (end - start > longest) return -1;
      let to = at;
      let divided = false;
      let dots = 0;
      for (let place = start; place < end; place++) {
        const byte = bytes.getUint8(place);
        if (byte >= 48 && byte <= 57) {
          out.setUint8(to++, byte);
          continue;
        }
        if (!divides(byte)) return -1;
        divided = true;
        if (byte === dot) dots++;
      }
      // One dot alone may be that of a number which went through floating point: its digits may be fewer than there were.
      return divided && dots !== 1 && holds(out, at, to) ? to : -1;
    },
    noted: [identifierNormalised],
  };
}

/** Blank, dash, brackets and dot. */
function divides(byte: number): boolean {
  return byte === 32 || byte === 45 || byte === 40 || byte === 41 || byte === dot;
}
