import { LienThongError, pauseFor } from '@lienthong/core';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';
import { takeSnapshot } from './snapshot.ts';

/** Reads everything, again and again; each pass is an epoch of its own, whose `t` removes what is gone. */
export async function readAgainAndAgain(context: ExtractContext, run: DatasetRun, signal: AbortSignal): Promise<void> {
  const { read } = run.options;
  if (read.kind !== 'snapshot') throw new LienThongError('INTERNAL', { message: `${run.dataset} is not read in full` });
  const { store } = context;
  for (;;) {
    const stream = store.stream(run.dataset);
    if (stream?.phase === 'following') {
      if (read.everyMs === undefined && !context.once) return;
      if (read.everyMs !== undefined && !context.once) await waitUntil(context, Date.parse(stream.since) + read.everyMs, signal);
      store.beginEpoch(new Map([[run.dataset, run.epoch + 1]]), []);
      run.epoch += 1;
      context.events.emit('epoch-started', { dataset: run.dataset, epoch: run.epoch, reason: 'full-read' });
    }
    await takeSnapshot(context, run, signal);
    if (context.once || read.everyMs === undefined) return;
    signal.throwIfAborted();
  }
}

// A timer takes 24.8 days at most, and clocks are set: look again every minute.
async function waitUntil(context: ExtractContext, moment: number, signal: AbortSignal): Promise<void> {
  for (let left = moment - context.clock.milliseconds(); left > 0; left = moment - context.clock.milliseconds())
    await pauseFor(Math.min(left, 60_000), signal);
}
