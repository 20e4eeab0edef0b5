import type { Transport } from '@lienthong/core';
import type { EventHub } from './events.ts';
import { restartMark } from './extract/changes.ts';
import type { DatasetRun } from './extract/dataset-run.ts';
import { incrementalPosition } from './extract/incremental.ts';
import type { Backoff } from './resolve-options.ts';
import { retry } from './retry.ts';
import type { StateStore } from './state/store.ts';

export interface OpenEpochInput {
  readonly store: StateStore;
  readonly transport: Transport;
  readonly events: EventHub;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
}

/** Goes on in the stored epoch, or starts the first one: above all that the platform has ever seen of this stream. */
export async function openEpoch(input: OpenEpochInput, run: DatasetRun): Promise<void> {
  const { store, events } = input;
  const stream = store.stream(run.dataset);
  const restart = store.meta(restartMark(run.dataset)) !== undefined;
  if (stream !== undefined && !restart) {
    run.epoch = stream.epoch;
    events.emit('dataset-started', { dataset: run.dataset, epoch: run.epoch, phase: stream.phase, resumed: true });
    return;
  }
  const known = stream?.epoch ?? (await askPlatform(input, run));
  run.epoch = known + 1;
  store.beginEpoch(new Map([[run.dataset, run.epoch]]), [incrementalPosition(run.dataset)]);
  events.emit('epoch-started', {
    dataset: run.dataset,
    epoch: run.epoch,
    reason: restart ? 'history-lost' : known === 0 ? 'first' : 'state-lost',
  });
  events.emit('dataset-started', { dataset: run.dataset, epoch: run.epoch, phase: 'snapshot', resumed: false });
}

// Without our own state only the platform knows which epochs were used: a second use of one would mix two histories.
async function askPlatform(input: OpenEpochInput, run: DatasetRun): Promise<number> {
  const { transport, events, backoff, signal } = input;
  const remote = await retry({ stage: 'platform', dataset: run.dataset, backoff, events, signal }, () =>
    transport.stream(run.options.stream, signal),
  );
  return remote?.epoch ?? 0;
}
