import { foldWords } from '@lienthong/core';
import type { UnitType } from './unit.ts';

export interface UnitName {
  /** What the name says of the type; several when the short form is shared, none when it says nothing. */
  readonly types: readonly UnitType[];
  /** Folded, without the type and without blanks. */
  readonly key: string;
}

// Longest first: `thi tran` before `thi`, `tp` before `t`. `TP` is a municipality or a provincial city, `T.` a province.
const prefixes: readonly (readonly [RegExp, readonly UnitType[]])[] = [
  [/^(?:thanh pho|tp|t p)(?= |\d)/, ['thành phố']],
  [/^(?:thi tran|tt|t t)(?= |\d)/, ['thị trấn']],
  [/^(?:thi xa|tx|t x)(?= |\d)/, ['thị xã']],
  [/^(?:dac khu|dk|d k)(?= |\d)/, ['đặc khu']],
  [/^(?:tinh|t)(?= )/, ['tỉnh']],
  [/^(?:phuong|p)(?= |\d)/, ['phường']],
  [/^(?:quan|q)(?= |\d)/, ['quận']],
  [/^(?:huyen|h)(?= )/, ['huyện']],
  [/^(?:xa|x)(?= )/, ['xã']],
];

// `TPHCM`, `TP.HCM` and `Tp Hồ Chí Minh` are one; glued, only the two letters `tp` are safe to take off.
const gluedCity = /^tp(?=[a-z]{3})/;

/** A name as written in data, in the ways in which it can be understood: first as it stands, then without its type. */
export function understandName(text: string): readonly UnitName[] {
  const words = foldWords(text);
  const readings: UnitName[] = [{ types: [], key: keyOf(words) }];
  for (const [prefix, types] of prefixes) {
    const match = prefix.exec(words);
    if (match === null) continue;
    readings.push({ types, key: keyOf(words.slice(match[0].length)) });
    break;
  }
  if (gluedCity.test(words)) readings.push({ types: ['thành phố'], key: keyOf(words.slice(2)) });
  return readings;
}

/** `Phường 1` and `Phường 01` are one: lists differ in the zero. */
function keyOf(words: string): string {
  return words.replaceAll(' ', '').replace(/^0+(?=\d+$)/, '');
}
