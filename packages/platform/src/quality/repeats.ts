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

const firstSlots = 1024;

/** Numbers stand for the values: nothing of the data stays behind. */
export function countRepeats(mostKept: number): RepeatCounter {
  // Open addressing, at most half full, over plain memory: as a Map so many numbers are five times as much, and the collector's.
  let table = emptyTable(firstSlots);
  let kept = 0;
  let added = 0;
  // Of all values, those whose number ends in so many zero bits are kept: a fair choice, and the same for every occurrence.
  let share = 1;
  const rebuild = (size: number): void => {
    const old = table;
    table = emptyTable(size);
    kept = 0;
    for (let slot = 0; slot < old.numbers.length; slot++) {
      const number = old.numbers[slot] ?? free;
      if (number === free || number % share !== 0) continue;
      const at = slotOf(table, number);
      table.numbers[at] = number;
      table.groups[at] = old.groups[slot] ?? 0;
      table.again[at] = old.again[slot] ?? 0;
      kept += 1;
    }
  };
  const keep = (number: number, slot: number, group: number): void => {
    table.numbers[slot] = number;
    table.groups[slot] = group;
    kept += 1;
    while (kept > mostKept) {
      share *= 2;
      rebuild(table.numbers.length);
    }
    if (kept * 2 > table.numbers.length) rebuild(table.numbers.length * 2);
  };
  return {
    get added() {
      return added;
    },
    add(value, group = -1) {
      added += 1;
      const number = numberOf(value);
      if (number % share !== 0) return;
      const slot = slotOf(table, number);
      if (table.numbers[slot] === free) keep(number, slot, group);
      else if (group === -1 || table.groups[slot] !== group) table.again[slot] = (table.again[slot] ?? 0) + 1;
    },
    repeats: () => table.again.reduce((sum, count) => sum + count, 0) * share,
  };
}

/** By slot: a number, the group in which it came first, and how often it came again. */
interface Table {
  readonly numbers: Float64Array;
  readonly groups: Int32Array;
  readonly again: Uint32Array;
}

const free = -1;

function emptyTable(size: number): Table {
  return { numbers: new Float64Array(size).fill(free), groups: new Int32Array(size), again: new Uint32Array(size) };
}

function slotOf({ numbers }: Table, number: number): number {
  const mask = numbers.length - 1;
  // The lowest bits are those by which numbers are chosen: of those that are kept they are all alike.
  for (let slot = Math.floor(number / 0x1_0000) & mask; ; slot = (slot + 1) & mask) {
    if (numbers[slot] === free || numbers[slot] === number) return slot;
  }
}

// 48 bits: that two values among those kept meet by chance happens once in ten thousand measurements.
function numberOf(value: string): number {
  return hash('sha1', value, 'buffer').readUIntBE(0, 6);
}
