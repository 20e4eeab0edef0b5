import { type LienThongError, pauseFor } from '@lienthong/core';
import { backoffDelay } from './backoff.ts';
import type { EventHub } from './events.ts';
import { failureOf, isAbort } from './failure.ts';
import type { Backoff } from './resolve-options.ts';

export interface RetryInput {
  readonly stage: 'source' | 'state' | 'platform';
  readonly dataset: string | undefined;
  readonly backoff: Backoff;
  readonly events: EventHub;
  readonly signal: AbortSignal;
  /** Default: what the code's retry advice says. */
  readonly retryable?: (error: LienThongError) => boolean;
}

/** Repeats work while its error says that waiting helps. `progress` of the work resets the count of attempts. */
export async function retry<Result>(input: RetryInput, work: (progress: () => void) => Promise<Result>): Promise<Result> {
  let attempt = 0;
  const progress = (): void => {
    if (attempt > 0) input.events.emit('recovered', { stage: input.stage, dataset: input.dataset });
    attempt = 0;
  };
  for (;;) {
    try {
      const result = await work(progress);
      progress();
      return result;
    } catch (thrown) {
      if (isAbort(thrown, input.signal)) throw thrown;
      const error = failureOf(thrown);
      const again = input.retryable?.(error) ?? error.retry === 'backoff';
      if (!again || input.signal.aborted) throw error;
      attempt += 1;
      const waitMs = backoffDelay(input.backoff, attempt, error.retryAfterMs);
      input.events.emit('retrying', { stage: input.stage, dataset: input.dataset, attempt, waitMs, code: error.code, error });
      await pauseFor(waitMs, input.signal);
    }
  }
}
