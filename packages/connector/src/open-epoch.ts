import type { RemoteStream, Transport } from '@lienthong/core';
import type { EventHub, ResumeObstacle } from './events.ts';
import type { DatasetRun } from './extract/dataset-run.ts';
import { incrementalPosition } from './extract/incremental.ts';
import { protectionDiffers, reading, readingOf } from './extract/reading.ts';
import { conflictMark, restartMark } from './extract/restart-mark.ts';
import type { ResolvedDataset } from './resolve-dataset.ts';
import type { Backoff } from './resolve-options.ts';
import { retry } from './retry.ts';
import type { StateStore } from './state/store.ts';

export interface OpenEpochInput {
  readonly store: StateStore;
  readonly transport: Transport;
  readonly events: EventHub;
  readonly backoff: Backoff;
  /** Datasets that shall be read from scratch. */
  readonly newEpoch: readonly string[];
  readonly signal: AbortSignal;
}

/** Goes on in the stored epoch, or starts the first one: above all that the platform has ever seen of this stream. */
export async function openEpoch(input: OpenEpochInput, run: DatasetRun, obstacle: ResumeObstacle | undefined): Promise<void> {
  const { store, events } = input;
  const stream = store.stream(run.dataset);
  const reason = stream === undefined ? undefined : reasonToRestart(input, run.options);
  if (stream !== undefined && reason === undefined) {
    run.epoch = stream.epoch;
    events.emit('dataset-started', { dataset: run.dataset, epoch: run.epoch, phase: stream.phase, resumed: true });
    return;
  }
  // Without our own state only the platform knows which epochs were used: a second use of one would mix two histories.
  const known = Math.max(stream?.epoch ?? 0, mayBeBehind(reason) ? ((await askPlatform(input, run))?.epoch ?? 0) : 0);
  run.epoch = known + 1;
  store.beginEpoch(new Map([[run.dataset, run.epoch]]), [incrementalPosition(run.dataset)], run.settings);
  store.setMeta(readingOf(run.dataset), reading(run.options));
  const lost = reason === undefined && known > 0;
  events.emit('epoch-started', {
    dataset: run.dataset,
    epoch: run.epoch,
    reason: reason ?? (lost ? 'state-lost' : 'first'),
    ...(lost ? { obstacle } : {}),
  });
  events.emit('dataset-started', { dataset: run.dataset, epoch: run.epoch, phase: 'snapshot', resumed: false });
}

// Others may have begun epochs since: after a conflict, and when a person takes the stream back. The rest must do without the platform.
function mayBeBehind(reason: RestartReason | undefined): boolean {
  return reason === undefined || reason === 'asked' || reason === 'batch-conflict';
}

type RestartReason = 'asked' | 'reading-changed' | 'protection-changed' | 'batch-conflict' | 'changes-missed';

/** Whether the next `openEpoch` of the dataset begins one, unless the platform takes it up. */
export function beginsEpoch(input: Pick<OpenEpochInput, 'store' | 'newEpoch'>, dataset: ResolvedDataset): boolean {
  return input.store.stream(dataset.stream.dataset) === undefined || reasonToRestart(input, dataset) !== undefined;
}

function reasonToRestart(
  { store, newEpoch }: Pick<OpenEpochInput, 'store' | 'newEpoch'>,
  resolved: ResolvedDataset,
): RestartReason | undefined {
  const { dataset } = resolved.stream;
  if (newEpoch.includes(dataset)) return 'asked';
  // Versions of different ways of reading, or of another collection, do not compare; nor do tokens of two keys.
  const before = store.meta(readingOf(dataset));
  const now = reading(resolved);
  if (before !== now) return before !== undefined && protectionDiffers(before, now) ? 'protection-changed' : 'reading-changed';
  const mark = store.meta(restartMark(dataset));
  if (mark === undefined) return undefined;
  return mark === conflictMark ? 'batch-conflict' : 'changes-missed';
}

/** What the platform knows of the dataset's stream. */
export async function askPlatform(input: OpenEpochInput, run: DatasetRun): Promise<RemoteStream | undefined> {
  const { transport, events, backoff, signal } = input;
  return await retry({ stage: 'platform', dataset: run.dataset, backoff, events, signal }, () =>
    transport.stream(run.options.stream, signal),
  );
}
