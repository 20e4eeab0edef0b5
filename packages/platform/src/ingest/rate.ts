import { Problem } from '../problem/problem.ts';

/** A token bucket per caller. */
export interface RateLimit {
  /** Throws 429 when the caller asks too often. What costs more than is there is let through once, and waited for afterwards. */
  take(caller: string, tokens?: number): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function createRateLimit(perSecond: number, now: () => number = () => performance.now()): RateLimit {
  const burst = Math.max(1, perSecond * 2);
  const buckets = new Map<string, Bucket>();
  return {
    take(caller, tokens = 1) {
      const time = now();
      // A full bucket is as good as none: forgetting those bounds the map.
      if (buckets.size > 10_000)
        for (const [key, { tokens: left, at }] of buckets) if (left + ((time - at) / 1000) * perSecond >= burst) buckets.delete(key);
      const bucket = buckets.get(caller) ?? { tokens: burst, at: time };
      buckets.set(caller, bucket);
      bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.at) / 1000) * perSecond);
      bucket.at = time;
      if (bucket.tokens < 1) throw new Problem('rate-limited', { retryAfterSeconds: (1 - bucket.tokens) / perSecond });
      bucket.tokens -= tokens;
    },
  };
}
