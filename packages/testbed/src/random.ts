/** A small random source that gives the same on every machine: tests must be repeatable. */
export interface Random {
  /** 0 to below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** So many digits, leading zeros kept. */
  digits(count: number): string;
  chance(share: number): boolean;
}

/** A stream of its own for each pair: row 5 is the same whether or not row 4 was made. */
export function randomOf(seed: number, index: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: (list) => {
      const chosen = list[between(0, list.length - 1)];
      if (chosen === undefined) throw new TypeError('nothing to pick from');
      return chosen;
    },
    digits: (count) => Array.from({ length: count }, () => between(0, 9)).join(''),
    chance: (share) => next() < share,
  };
}
