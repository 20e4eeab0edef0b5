import type { Day } from '../tables/day.ts';
import type { Crosswalk, Succession, Unit, UnitVersion } from './unit.ts';
import { understandName } from './unit-name.ts';

/** The versions of one list, oldest first, with the ways between neighbours, indexed for a look-up per value. */
export interface UnitRegister {
  readonly versions: readonly UnitIndex[];
}

export interface UnitIndex {
  readonly version: UnitVersion;
  /** The last day on which this version holds; `undefined` for the newest. */
  readonly to: Day | undefined;
  readonly byCode: ReadonlyMap<string, Unit>;
  /** By folded name without type, aliases included. */
  readonly byName: ReadonlyMap<string, readonly Unit[]>;
  /** By code of this version: what became of the unit in the next one. */
  readonly successors: ReadonlyMap<string, readonly Succession[]>;
  /** By code of this version: from what the unit was made. */
  readonly predecessors: ReadonlyMap<string, readonly Succession[]>;
}

/** A register of checked parts: `createUnitRegister` checks what comes from outside, tests check what is built in. */
export function indexUnits(versions: readonly UnitVersion[], crosswalks: readonly Crosswalk[]): UnitRegister {
  const codes = versions.map((version) => new Map(version.units.map((unit) => [unit.code, unit])));
  const ways = versions.map((version, index) => {
    const next = versions[index + 1];
    const crosswalk = crosswalks.find(({ from, to }) => from === version.id && to === next?.id);
    return crosswalk === undefined ? [] : successionsOf(crosswalk, codes[index], codes[index + 1]);
  });
  return {
    versions: versions.map((version, index) => ({
      version,
      to: dayBefore(versions[index + 1]?.from),
      byCode: codes[index] ?? new Map(),
      byName: namesOf(version.units),
      successors: groupBy(ways[index] ?? [], ({ older }) => older.code),
      predecessors: groupBy(ways[index - 1] ?? [], ({ newer }) => newer.code),
    })),
  };
}

function successionsOf(crosswalk: Crosswalk, older: ReadonlyMap<string, Unit> = new Map(), newer: ReadonlyMap<string, Unit> = new Map()) {
  const { act, certainty } = crosswalk;
  return crosswalk.pairs.flatMap(([from, to]): Succession[] => {
    const [before, after] = [older.get(from), newer.get(to)];
    return before === undefined || after === undefined ? [] : [{ older: before, newer: after, act, certainty }];
  });
}

function namesOf(units: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const names = units.flatMap((unit) => {
    const keys = [unit.name, ...unit.aliases].map((name) => understandName(name)[0]?.key ?? '');
    return [...new Set(keys)].map((key) => ({ key, unit }));
  });
  const groups = groupBy(names, ({ key }) => key);
  return new Map([...groups].map(([key, group]) => [key, group.map(({ unit }) => unit)]));
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function dayBefore(day: Day | undefined): Day | undefined {
  if (day === undefined) return undefined;
  // Date only counts here: no clock and no zone take part.
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
