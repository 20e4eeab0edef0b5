import { isAbort } from '../failure.ts';
import { changeReader, changesPosition, followChanges, startChanges } from './changes.ts';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';
import { readAgainAndAgain } from './full-read.ts';
import { readIncremental } from './incremental.ts';
import { takeSnapshot } from './snapshot.ts';
import { tellPosition } from './tell-position.ts';

/** Reads every dataset its own way until the signal comes, or, in a bounded run, until each is done. Never throws: failures stay with their datasets. */
export async function extract(context: ExtractContext, runs: readonly DatasetRun[]): Promise<void> {
  const followed = runs.filter((run) => run.options.read.kind === 'changes');
  const others = runs.filter((run) => run.options.read.kind !== 'changes');
  await Promise.all([
    followed.length === 0 ? undefined : followAll(context, followed),
    ...others.map((run) => alone(context, run, run.options.read.kind === 'incremental' ? readIncremental : readAgainAndAgain)),
  ]);
}

type Reading = (context: ExtractContext, run: DatasetRun, signal: AbortSignal) => Promise<void>;

async function alone(context: ExtractContext, run: DatasetRun, reading: Reading): Promise<void> {
  const signal = AbortSignal.any([context.stop, run.cancel.signal]);
  try {
    await reading(context, run, signal);
  } catch (error) {
    if (!isAbort(error, signal)) context.fail(run, error);
  }
}

async function followAll(context: ExtractContext, runs: readonly DatasetRun[]): Promise<void> {
  for (;;) {
    try {
      await followOnce(context, runs);
      return;
    } catch (error) {
      if (isAbort(error, context.stop)) return;
      if (context.options.onHistoryLost === 'new-epoch' && isHistoryLost(error) && !context.stop.aborted) {
        await startAgain(context, runs).catch((failure: unknown) => runs.forEach((run) => context.fail(run, failure)));
        if (runs.some((run) => run.failure === undefined)) continue;
        return;
      }
      for (const run of runs) context.fail(run, error);
      return;
    }
  }
}

async function followOnce(context: ExtractContext, runs: readonly DatasetRun[]): Promise<void> {
  await startChanges(context, runs, context.stop);
  const end = context.once ? await changeReader(context).head(context.stop) : undefined;
  const generation = new AbortController();
  const signal = AbortSignal.any([context.stop, generation.signal]);
  const snapshots = runs
    .filter((run) => context.store.stream(run.dataset)?.phase === 'snapshot')
    .map((run) => alone({ ...context, stop: signal }, run, takeSnapshot));
  let reading = snapshots.length;
  for (const snapshot of snapshots) void snapshot.then(() => (reading -= 1));
  // Snapshot and changes from the first moment side by side: the version rule puts them in order.
  try {
    // A bounded run, too, follows as long as it reads: a log that nobody takes would grow all that time, and its loss would be seen at the end.
    await followChanges(context, runs, () => (reading === 0 ? end : undefined), signal);
  } catch (error) {
    generation.abort(error);
    await Promise.all(snapshots);
    if (isAbort(error, context.stop)) await tellPosition(context, runs);
    throw error;
  }
  await Promise.all(snapshots);
  await tellPosition(context, runs);
}

async function startAgain(context: ExtractContext, runs: readonly DatasetRun[]): Promise<void> {
  await changeReader(context).drop(context.stop);
  const epochs = new Map(runs.map((run) => [run.dataset, run.epoch + 1]));
  context.store.beginEpoch(epochs, [changesPosition]);
  for (const run of runs) {
    run.epoch += 1;
    run.toldPlace = undefined;
    context.events.emit('epoch-started', { dataset: run.dataset, epoch: run.epoch, reason: 'history-lost' });
  }
}

function isHistoryLost(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'SOURCE_HISTORY_LOST';
}
