import { type Day, holdsOn, isDay } from '../tables/day.ts';
import { nameKey } from '../tables/name-key.ts';
import type { CodeEntry, CodeList, CodeListVersion } from './code-list.ts';

/** A list as it holds on one day, indexed for a look-up per value. Build it once for a column. */
export interface CodeIndex {
  readonly version: CodeListVersion;
  readonly at: Day;
  /** By code, and by its codes in other systems. */
  readonly byCode: ReadonlyMap<string, CodeEntry>;
  /** By folded code, name and alias. */
  readonly byKey: ReadonlyMap<string, readonly CodeEntry[]>;
  /** The same, one by one, for the search of near ones. */
  readonly keys: readonly (readonly [key: string, entry: CodeEntry])[];
  /** Entries of other days, by folded code, name and alias. */
  readonly notInForce: ReadonlyMap<string, readonly CodeEntry[]>;
}

/** The list on a day; `undefined` when no version holds on it, and for a text that is no day. */
export function codesAt(list: CodeList, at: Day): CodeIndex | undefined {
  const version = isDay(at) ? list.versions.find((candidate) => holdsOn(candidate, at)) : undefined;
  if (version === undefined) return undefined;
  const inForce = version.entries.filter((entry) => holdsOn(entry, at));
  const others = version.entries.filter((entry) => !holdsOn(entry, at));
  const byKey = keysOf(inForce);
  const keys = [...byKey].flatMap(([key, entries]) => entries.map((entry) => [key, entry] as const));
  return { version, at, byCode: codesOf(inForce), byKey, keys, notInForce: keysOf(others) };
}

function codesOf(entries: readonly CodeEntry[]): ReadonlyMap<string, CodeEntry> {
  const others = entries.flatMap((entry) => Object.values(entry.otherCodes).map((code) => [code, entry] as const));
  return new Map([...others, ...entries.map((entry) => [entry.code, entry] as const)]);
}

function keysOf(entries: readonly CodeEntry[]): ReadonlyMap<string, readonly CodeEntry[]> {
  const index = new Map<string, CodeEntry[]>();
  for (const entry of entries) {
    const texts = [entry.code, entry.name, ...entry.aliases, ...Object.values(entry.otherCodes)];
    for (const key of new Set(texts.map(nameKey))) {
      const group = index.get(key);
      if (group === undefined) index.set(key, [entry]);
      else group.push(entry);
    }
  }
  return index;
}
