import { hash } from 'node:crypto';

/** Counts how often values come again, within memory that does not grow with their number. */
export interface RepeatCounter {
  /** `group`: comes again only where it was in another group before; left out: wherever it was. */
  add(value: string, group?: number): void;
  /** Of how many it was asked. */
  readonly added: number;
  /** Exact until there are more different values than are kept; then the share that is kept stands for all. */
  repeats(): number;
}

/** Numbers stand for the values: nothing of the data stays behind. */
export function countRepeats(mostKept: number): RepeatCounter {
  // Value → its first group; the repeats of those that have some.
  const first = new Map<number, number>();
  const again = new Map<number, number>();
  let added = 0;
  // Of all values, those whose number ends in so many zero bits are kept: a fair choice, and the same for every occurrence.
  let share = 1;
  const thin = () => {
    share *= 2;
    for (const kept of first.keys()) {
      if (kept % share === 0) continue;
      first.delete(kept);
      again.delete(kept);
    }
  };
  return {
    get added() {
      return added;
    },
    add(value, group = -1) {
      added += 1;
      const number = numberOf(value);
      if (number % share !== 0) return;
      const before = first.get(number);
      if (before === undefined) first.set(number, group);
      else if (group === -1 || before !== group) again.set(number, (again.get(number) ?? 0) + 1);
      while (first.size > mostKept) thin();
    },
    repeats() {
      let sum = 0;
      for (const count of again.values()) sum += count;
      return sum * share;
    },
  };
}

// 48 bits: that two values among those kept meet by chance happens once in ten thousand measurements.
function numberOf(value: string): number {
  return hash('sha1', value, 'buffer').readUIntBE(0, 6);
}
