import type { Position, Source } from '@lienthong/core';
import type { Clock } from '../clock.ts';
import type { EventHub } from '../events.ts';
import { failureOf } from '../failure.ts';

/** Tells the source what it may forget: only the newest durable position that is old enough, one call at a time. */
export interface Acknowledger {
  acknowledge(position: Position): void;
  /** Call now and then: tells what has become old enough. */
  look(): void;
  finish(): Promise<void>;
}

export interface AcknowledgerInput {
  readonly clock: Clock;
  /** How long a position is kept back. */
  readonly delayMs: number;
}

export function createAcknowledger(
  reader: Pick<NonNullable<Source['changes']>, 'acknowledge'>,
  events: EventHub,
  signal: AbortSignal,
  { clock, delayMs }: AcknowledgerInput,
): Acknowledger {
  const waiting: { readonly position: Position; readonly since: number }[] = [];
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
  const look = (): void => {
    const due = clock.milliseconds() - delayMs;
    const young = waiting.findIndex(({ since }) => since > due);
    const old = waiting.splice(0, young === -1 ? waiting.length : young).at(-1);
    if (old === undefined) return;
    newest = old.position;
    running ??= work().finally(() => {
      running = undefined;
    });
  };
  return {
    acknowledge(position) {
      waiting.push({ position, since: clock.milliseconds() });
      look();
    },
    look,
    finish: async () => {
      await running;
    },
  };
}
