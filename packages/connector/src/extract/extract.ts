import { isAbort } from '../failure.ts';
import { changeReader, changesPosition, followChanges, startChanges } from './changes.ts';
import { concernedBy } from './concerned.ts';
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

async function followAll(context: ExtractContext, all: readonly DatasetRun[]): Promise<void> {
  const renewed = new Set<DatasetRun>();
  for (let runs = all; runs.length > 0; ) {
    try {
      await followOnce(context, runs);
      return;
    } catch (thrown) {
      // What an error says of some collections only is theirs alone: the log goes on for the others.
      const concerned = concernedBy(thrown, runs);
      const error = await renew(context, concerned, { runs, renewed, error: thrown });
      if (isAbort(error, context.stop)) return;
      if (error === undefined) continue;
      for (const run of concerned) context.fail(run, error);
      runs = runs.filter((run) => !concerned.includes(run));
    }
  }
}

/** Has history that was lost read from scratch, where the operator says so. What stays of the error, or comes of trying. */
async function renew(
  context: ExtractContext,
  concerned: readonly DatasetRun[],
  { runs, renewed, error }: { readonly runs: readonly DatasetRun[]; readonly renewed: Set<DatasetRun>; readonly error: unknown },
): Promise<unknown> {
  if (context.options.onHistoryLost !== 'new-epoch' || !isHistoryLost(error) || context.stop.aborted) return error;
  const isPart = concerned.length < runs.length;
  // The log is read on from the same place: what is lost again before it was read once would be lost for ever.
  const isVain = (run: DatasetRun): boolean => renewed.has(run) && context.store.stream(run.dataset)?.phase !== 'following';
  if (isPart && concerned.some(isVain)) return error;
  try {
    await startAgain(context, concerned, isPart);
  } catch (failure) {
    return failure;
  }
  for (const run of concerned) renewed.add(run);
  return undefined;
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

/** `isPart`: others of the source stay where they are, and so does the place in the log. */
async function startAgain(context: ExtractContext, runs: readonly DatasetRun[], isPart: boolean): Promise<void> {
  if (!isPart) await changeReader(context).drop(context.stop);
  const epochs = new Map(runs.map((run) => [run.dataset, run.epoch + 1]));
  context.store.beginEpoch(epochs, isPart ? [] : [changesPosition]);
  for (const run of runs) {
    run.epoch += 1;
    run.toldPlace = undefined;
    context.events.emit('epoch-started', { dataset: run.dataset, epoch: run.epoch, reason: 'history-lost' });
  }
}

function isHistoryLost(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'SOURCE_HISTORY_LOST';
}
