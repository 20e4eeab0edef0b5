import { finding } from '../finding.ts';
import { areaCodes } from './data/area-codes.ts';
import { mobilePrefixes, renumberedPrefixes } from './data/mobile-prefixes.ts';
import { leadingZeroLost } from './findings.ts';
import type { Repair } from './repairs.ts';
import { isDigits } from './text.ts';

const oldMobilePrefix = finding(
  'error',
  'phone-old-mobile-prefix',
  'A mobile number of eleven digits, as before the renumbering of 2018: the proposal has the prefix that took its place.',
);
const oldAreaCode = finding(
  'error',
  'phone-old-area-code',
  'A landline number with the area code from before 2017: the proposal has the code that took its place.',
);

/** The day from which on each mobile prefix is in use, by the number that its three digits make. */
export const mobileSince = new Map(
  mobilePrefixes.flatMap(({ effectiveFrom, entries }) => entries.map((prefix) => [Number(prefix), effectiveFrom] as const)),
);

export const provinceOfArea = new Map(
  areaCodes.flatMap(({ entries }) => entries.map(([now, , province]) => [Number(now), province] as const)),
);

const renumbered: Readonly<Record<string, string | undefined>> = renumberedPrefixes.entries;
const renamedAreas = new Map(areaCodes.flatMap(({ entries }) => entries.map(([now, before]) => [before, now] as const)));

export const trunkZeroInFront: Repair = {
  finding: leadingZeroLost,
  apply: (text) => (/^(?:[35789]\d{8}|[12]\d{9})$/.test(text) ? `0${text}` : text),
};

export const newMobilePrefix: Repair = {
  finding: oldMobilePrefix,
  apply(text) {
    const prefix = isDigits(text, 11) ? renumbered[text.slice(0, 4)] : undefined;
    return prefix === undefined ? text : prefix + text.slice(4);
  },
};

/** Subscribers of Hà Nội and Hồ Chí Minh had eight digits, all others seven: that tells where the old code ends. */
export const newAreaCode: Repair = {
  finding: oldAreaCode,
  apply(text) {
    if (!isDigits(text, text.length) || text.charCodeAt(0) !== 48) return text;
    for (const length of [3, 2, 1]) {
      const before = text.slice(1, 1 + length);
      const now = renamedAreas.get(before);
      const subscriber = text.slice(1 + length);
      if (now !== undefined && now !== before && subscriber.length === (length === 1 ? 8 : 7)) return `0${now}${subscriber}`;
    }
    return text;
  },
};
