/** How many different values there are: exact up to a limit, and beyond it only that there are more. */
export interface DistinctCount {
  readonly count: number;
  readonly more: boolean;
}

export interface DistinctCounter {
  add(value: string | Uint8Array): void;
  count(): DistinctCount;
}

/** Keeps numbers in place of the values: its memory is the same for short and long ones, and nothing of the data stays behind. */
export function countDistinct(limit: number): DistinctCounter {
  const seen = new Set<number>();
  let more = false;
  return {
    add(value) {
      if (more) return;
      seen.add(typeof value === 'string' ? hashText(value) : hashBytes(value));
      if (seen.size <= limit) return;
      more = true;
      seen.clear();
    },
    count: () => ({ count: more ? limit : seen.size, more }),
  };
}

// Cyrb53: 53 bits, so that among some thousands two meet by chance once in a billion columns. No defence against malice, which
// could only make a count smaller.
function hashText(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return mixed(high, low);
}

function hashBytes(bytes: Uint8Array): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const code of bytes) {
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return mixed(high, low);
}

function mixed(high: number, low: number): number {
  const one = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const other = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & other) + (one >>> 0);
}
