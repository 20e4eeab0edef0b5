import type { Position, Source } from '@lienthong/core';
import type { EventHub } from '../events.ts';
import { failureOf } from '../failure.ts';

/** Tells the source what it may forget: only the newest durable position, one call at a time. */
export interface Acknowledger {
  acknowledge(position: Position): void;
  finish(): Promise<void>;
}

export function createAcknowledger(
  reader: Pick<NonNullable<Source['changes']>, 'acknowledge'>,
  events: EventHub,
  signal: AbortSignal,
): Acknowledger {
  let newest: Position | undefined;
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (newest !== undefined) {
      const position = newest;
      newest = undefined;
      try {
        await reader.acknowledge(position, signal);
      } catch (thrown) {
        // Not acknowledged is safe: the source keeps more than it must, and the next position is told again.
        if (signal.aborted) return;
        const error = failureOf(thrown);
        events.emit('retrying', { stage: 'source', dataset: undefined, attempt: 1, waitMs: 0, code: error.code, error });
        return;
      }
    }
  };
  return {
    acknowledge(position) {
      newest = position;
      running ??= work().finally(() => {
        running = undefined;
      });
    },
    finish: async () => {
      await running;
    },
  };
}
