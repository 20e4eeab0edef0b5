import { copyQuoted, copyWords } from './copy.ts';
import type { FieldWriter } from './field-writer.ts';
import { fractionEnd } from './numbers.ts';
import { scanDate, scanSecond } from './scan.ts';

const quotation = 34;
const zero = 48;

export const writeDate: FieldWriter = (bytes, start, end, out, at) => {
  if (end - start !== 10 || scanDate(bytes, start) === 0) return -1;
  return copyQuoted(bytes, start, end, out, at);
};

export function timeWriter(fraction: number): FieldWriter {
  return (bytes, start, end, out, at) => {
    if (end - start < 8 || scanSecond(bytes, start) === 0) return -1;
    const digits = secondEnd(bytes, start + 8, end, fraction);
    return digits < 0 ? -1 : copyQuoted(bytes, start, digits, out, at);
  };
}

/** `YYYY-MM-DD HH:MM:SS[.f]`, blank or `T` between. */
export function timestampWriter(fraction: number): FieldWriter {
  return (bytes, start, end, out, at) => {
    const behind = moment(bytes, start, end, out, at, fraction);
    if (behind < 0) return -1;
    out.setUint8(behind, quotation);
    return behind + 1;
  };
}

/** The same with `+00` or `Z` behind it: what a session in UTC prints. */
export function instantWriter(fraction: number): FieldWriter {
  return (bytes, start, end, out, at) => {
    const suffix = suffixOf(bytes, start, end);
    if (suffix === 0) return -1;
    const behind = moment(bytes, start, end - suffix, out, at, fraction);
    if (behind < 0) return -1;
    out.setUint8(behind, 90);
    out.setUint8(behind + 1, quotation);
    return behind + 2;
  };
}

function suffixOf(bytes: DataView, start: number, end: number): 0 | 1 | 3 {
  if (end - start < 20) return 0;
  const last = bytes.getUint8(end - 1);
  if (last === 90) return 1;
  return last === zero && bytes.getUint8(end - 2) === zero && bytes.getUint8(end - 3) === 43 ? 3 : 0;
}

function moment(bytes: DataView, start: number, end: number, out: DataView, at: number, fraction: number): number {
  if (end - start < 19) return -1;
  const between = bytes.getUint8(start + 10);
  if ((between !== 32 && between !== 84) || scanDate(bytes, start) === 0 || scanSecond(bytes, start + 11) === 0) return -1;
  const digits = secondEnd(bytes, start + 19, end, fraction);
  if (digits < 0) return -1;
  out.setUint8(at, quotation);
  const behind = copyWords(bytes, start, digits, out, at + 1);
  out.setUint8(at + 11, 84);
  return behind;
}

// Databases write at most twelve digits of a second; of more the reader of texts knows what to think.
function secondEnd(bytes: DataView, start: number, end: number, fraction: number): number {
  return end - start > 13 ? -1 : fractionEnd(bytes, start, end, fraction);
}
