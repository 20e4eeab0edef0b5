import {
  type CodeList,
  codesAt,
  countries,
  ethnicGroups,
  kinships,
  maritalStatuses,
  provinces,
  religions,
  sexes,
  unitsAt,
} from '@lienthong/dictionary';

/** A list of the dictionary as it holds on a day. */
export interface ListedCodes {
  readonly version: string;
  readonly source: string;
  readonly entries: readonly { readonly code: string; readonly name: string; readonly certainty: string }[];
}

const lists: readonly CodeList[] = [sexes, ethnicGroups, countries, maritalStatuses, religions, kinships];

export const listNames: readonly string[] = [...lists.map(({ list }) => list), 'province'];

/** `undefined` when no version holds on the day; the name is one of `listNames`. */
export function listAt(name: string, at: string): ListedCodes | undefined {
  if (name === 'province') {
    const units = unitsAt(provinces, at);
    if (units === undefined) return undefined;
    const { id, source, certainty } = units.version;
    return { version: id, source, entries: units.version.units.map(({ code, fullName }) => ({ code, name: fullName, certainty })) };
  }
  const list = lists.find((candidate) => candidate.list === name);
  const codes = list === undefined ? undefined : codesAt(list, at);
  if (codes === undefined) return undefined;
  const { version, source, entries } = codes.version;
  const inForce = entries.filter(({ code }) => codes.byCode.get(code)?.code === code);
  return { version, source, entries: inForce.map(({ code, name: entryName, certainty }) => ({ code, name: entryName, certainty })) };
}
