/** SCNs of one window. */
const smallest = 1_000n;
const largest = 10_000_000n;
const first = 20_000n;
const quickMs = 1_000;
const slowMs = 10_000;

/** How far a window reaches: further when it is read quickly, less far when not. */
export interface WindowSize {
  readonly current: bigint;
  took(ms: number): void;
}

export function createWindowSize(): WindowSize {
  let current = first;
  return {
    get current() {
      return current;
    },
    took: (ms) => {
      if (ms > slowMs) current = current / 2n < smallest ? smallest : current / 2n;
      else if (ms < quickMs) current = current * 2n > largest ? largest : current * 2n;
    },
  };
}

/** The server writes its log to disk within three seconds, whatever happens. */
const writtenAfterMs = 4_000;

/** Up to where everything that is in the log can be seen: what was the newest SCN so long ago. */
export interface Settling {
  saw(scn: bigint, now: number): void;
  settled(now: number): bigint;
}

export function createSettling(from: bigint): Settling {
  let settled = from;
  let heads: { readonly scn: bigint; readonly at: number }[] = [];
  return {
    saw: (scn, at) => {
      if (heads.at(-1)?.scn !== scn) heads.push({ scn, at });
    },
    settled: (now) => {
      const old = heads.filter(({ at }) => at <= now - writtenAfterMs);
      settled = old.at(-1)?.scn ?? settled;
      heads = heads.filter(({ at }) => at > now - writtenAfterMs);
      return settled;
    },
  };
}
