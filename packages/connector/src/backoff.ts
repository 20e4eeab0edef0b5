import type { Backoff } from './resolve-options.ts';

/** Exponential backoff with full jitter; never less than what the other side asked for. `attempt` counts from 1. */
export function backoffDelay(
  backoff: Backoff,
  attempt: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(backoff.maxMs, backoff.initialMs * 2 ** Math.min(attempt - 1, 30));
  // Not below a tenth: a jitter of zero would hammer a server that is down.
  const jittered = Math.max(ceiling / 10, random() * ceiling);
  return Math.round(Math.max(jittered, retryAfterMs ?? 0));
}
