import { LienThongError } from '@lienthong/core';
import type { AnyListener, EventListener, EventName } from './events.ts';
import { createEvents } from './events.ts';
import type { ConnectorOptions } from './options.ts';
import { resolveOptions } from './resolve-options.ts';
import { type RunOptions, runConnector } from './run.ts';
import { type ConnectorStatus, idleStatus, type RunSummary } from './status.ts';

/** Reads the datasets of one source and delivers them to one platform. */
export interface Connector {
  /**
   * Works until the signal comes, then drains. With `once`, until every snapshot is done, changes are followed up to the
   * source's position at the moment of the call, and everything is delivered. Rejects with one error when a dataset failed.
   */
  run(signal: AbortSignal, options?: RunOptions): Promise<RunSummary>;
  /** Returns what ends the listening. */
  on<Name extends EventName>(name: Name, listener: EventListener<Name>): () => void;
  /** Hears every event. */
  onAny(listener: AnyListener): () => void;
  status(): ConnectorStatus;
}

/** Options are checked; nothing is opened before `run`. */
export function createConnector(options: ConnectorOptions): Connector {
  const resolved = resolveOptions(options);
  const events = createEvents();
  let status = (): ConnectorStatus => idleStatus;
  let running = false;
  return {
    async run(signal, runOptions = {}) {
      if (running) throw new LienThongError('STATE_LOCKED', { message: 'this connector runs already' });
      running = true;
      try {
        return await runConnector(resolved, events, signal, runOptions, (current) => {
          status = current;
        });
      } finally {
        running = false;
      }
    },
    on: (name, listener) => events.on(name, listener),
    onAny: (listener) => events.onAny(listener),
    status: () => status(),
  };
}
