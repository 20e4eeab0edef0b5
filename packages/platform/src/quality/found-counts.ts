import type { FoundCount } from '@lienthong/core';

type What = Pick<FoundCount, 'code' | 'severity' | 'origin'>;

/** Counts by code, with a few masked examples of each. */
export interface FoundCounts {
  add(what: What, mask?: () => string | undefined): void;
  set(what: What, count: number): void;
  list(): readonly FoundCount[];
}

const mostExamples = 3;
// Masks are often alike: not every value of a million is masked in the search for another one.
const mostMasked = 24;

interface Counter extends What {
  count: number;
  masked: number;
  readonly examples: Set<string>;
}

export function startFound(): FoundCounts {
  const counters = new Map<string, Counter>();
  const counterOf = (what: What): Counter => {
    const name = `${what.code} ${what.severity} ${what.origin}`;
    const known = counters.get(name);
    if (known !== undefined) return known;
    const counter: Counter = { ...what, count: 0, masked: 0, examples: new Set() };
    counters.set(name, counter);
    return counter;
  };
  return {
    add(what, mask) {
      const counter = counterOf(what);
      counter.count += 1;
      if (mask === undefined || counter.examples.size === mostExamples || counter.masked === mostMasked) return;
      counter.masked += 1;
      const shown = mask();
      if (shown !== undefined) counter.examples.add(shown);
    },
    set(what, count) {
      counterOf(what).count = count;
    },
    list: () =>
      [...counters.values()].map(({ code, severity, origin, count, examples }) => ({
        code,
        severity,
        origin,
        count,
        examples: [...examples],
      })),
  };
}
