import { pauseFor } from '@lienthong/core';
import type { Clock } from '../clock.ts';

/** Spreads rows over time: a bucket that fills with `rowsPerSecond` and holds one second of them. */
export interface RateLimit {
  /** Call after reading `rows`: waits until they are paid for. */
  pay(rows: number, signal: AbortSignal): Promise<void>;
}

export function createRateLimit(rowsPerSecond: number | undefined, clock: Clock): RateLimit {
  if (rowsPerSecond === undefined) return { pay: async () => {} };
  let tokens = rowsPerSecond;
  let filled = clock.milliseconds();
  return {
    async pay(rows, signal) {
      const now = clock.milliseconds();
      tokens = Math.min(rowsPerSecond, tokens + ((now - filled) / 1000) * rowsPerSecond) - rows;
      filled = now;
      // Debt is paid by whoever made it; others who come meanwhile make their own.
      if (tokens < 0) await pauseFor((-tokens / rowsPerSecond) * 1000, signal);
    },
  };
}
