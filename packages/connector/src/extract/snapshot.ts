import { epochVersion, isLienThongError, LienThongError, type Position, pauseFor, rowCount, truncationLine } from '@lienthong/core';
import { isAbort } from '../failure.ts';
import { retry } from '../retry.ts';
import type { RangeState } from '../state/types.ts';
import { openCollector } from './collector.ts';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';
import { snapshotHeader } from './header-position.ts';
import { waitForHours } from './hours.ts';
import { snapshotDelayMs } from './limits.ts';

/** A table that is written anew more often while it is read is for a person to look at. */
const mostRestarts = 5;

/**
 * Reads everything once and ends the epoch's snapshot with its `t`. Where rows moved out of the ranges, all are read again: what
 * was read of them before stays, in the same epoch, and changes nothing.
 */
export async function takeSnapshot(context: ExtractContext, run: DatasetRun, signal: AbortSignal): Promise<void> {
  for (let restarts = 0; ; restarts++) {
    try {
      await readRanges(context, run, signal);
      break;
    } catch (error) {
      if (!isLienThongError(error) || error.code !== 'SOURCE_REWRITTEN' || restarts === mostRestarts) throw error;
      context.store.forgetRanges(run.dataset);
      context.events.emit('snapshot-restarted', { dataset: run.dataset, epoch: run.epoch, code: error.code, error });
    }
  }
  await endSnapshot(context, run);
}

/** Ranges side by side, each resumed where it stopped. */
async function readRanges(context: ExtractContext, run: DatasetRun, signal: AbortSignal): Promise<void> {
  const ranges = await openRanges(context, run, signal);
  const waiting = ranges.filter((range) => !range.done);
  const progress = {
    rows: ranges.reduce((sum, range) => sum + range.rows, 0),
    ranges: ranges.length,
    rangesDone: ranges.length - waiting.length,
  };
  // The first range that fails for good stops the others; what they read by then is kept.
  const others = new AbortController();
  const together = AbortSignal.any([signal, others.signal]);
  const work = async (): Promise<void> => {
    for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
      await readRange(context, run, range, progress, together);
      progress.rangesDone += 1;
      report(context, run, progress);
    }
  };
  const workers = Array.from({ length: context.options.source.limits.maxConnections }, () =>
    work().catch((error: unknown) => {
      others.abort(error);
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw others.signal.reason;
}

/** The `t` that removes what earlier epochs left and the source no longer has. */
export async function endSnapshot(context: ExtractContext, run: DatasetRun): Promise<void> {
  const lane = context.lane();
  const chunk = { lines: Buffer.from(truncationLine({ version: epochVersion }), 'utf8'), count: 1, low: undefined, high: undefined };
  await lane.push({ streams: [{ run, chunks: [chunk], deadLetters: [], superseded: [], finished: true }], positions: [] });
  await lane.drain();
  context.events.emit('snapshot-finished', { dataset: run.dataset, epoch: run.epoch });
}

interface Progress {
  rows: number;
  readonly ranges: number;
  rangesDone: number;
}

async function openRanges(context: ExtractContext, run: DatasetRun, signal: AbortSignal): Promise<readonly RangeState[]> {
  const stored = context.store.ranges(run.dataset);
  if (stored.length > 0) return stored;
  const reader = snapshotReader(context, run);
  await allowedHours(context, run, signal);
  const ranges = await retry(
    { stage: 'source', dataset: run.dataset, backoff: context.options.delivery.backoff, events: context.events, signal },
    () => reader.split({ selection: run.selection, rowsPerRange: context.options.source.limits.rowsPerRange, signal }),
  );
  context.store.saveRanges(run.dataset, ranges);
  return context.store.ranges(run.dataset);
}

async function readRange(
  context: ExtractContext,
  run: DatasetRun,
  range: RangeState,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { options, events, gauge, clock } = context;
  const lane = context.lane();
  const collector = openCollector(context, run);
  let position: Position | undefined = range.position;
  // The first page goes at once: the platform begins while we are still warming up, and what it refuses shows early.
  let pushed = Number.NEGATIVE_INFINITY;
  const push = async (done: boolean): Promise<void> => {
    const { chunks, ...taken } = collector.take();
    const low = snapshotHeader(range.number);
    pushed = clock.milliseconds();
    await lane.push({
      streams: [
        {
          ...taken,
          run,
          chunks: chunks.map((chunk) => ({ ...chunk, low, high: snapshotHeader(range.number) })),
          range: { number: range.number, position, done, rows: taken.rows },
        },
      ],
      positions: [],
    });
  };
  const readSome = async (again: () => void): Promise<boolean> => {
    const release = await context.places.take(signal);
    try {
      const batches = snapshotReader(context, run).read({
        selection: run.selection,
        range: range.range,
        after: position,
        batchRows: options.source.limits.batchRows,
        signal,
      });
      for await (const batch of batches) {
        again();
        collector.snapshotRows(batch.rows);
        position = batch.position;
        const rows = rowCount(batch.rows);
        progress.rows += rows;
        run.counters.rowsRead += rows;
        events.emit('rows-read', { dataset: run.dataset, kind: 'snapshot', rows });
        if (collector.size >= options.batch.bytes || clock.milliseconds() - pushed >= snapshotDelayMs) {
          await push(false);
          report(context, run, progress);
        }
        await context.rate.pay(rows, signal);
        await gauge.gate.pass(signal);
        if (waitForHours(options.source.limits.allowedHours, clock.milliseconds()) > 0) return false;
      }
      return true;
    } finally {
      release();
    }
  };
  try {
    let done = false;
    while (!done) {
      await allowedHours(context, run, signal);
      done = await retry({ stage: 'source', dataset: run.dataset, backoff: options.delivery.backoff, events, signal }, readSome);
    }
    await push(true);
  } catch (error) {
    // What was read and mapped is kept also when reading stops: the next start goes on behind it.
    if (!collector.isEmpty && isAbort(error, signal)) await push(false);
    await lane.drain();
    throw error;
  }
  await lane.drain();
}

async function allowedHours(context: ExtractContext, run: DatasetRun, signal: AbortSignal): Promise<void> {
  const { clock, events, options } = context;
  const milliseconds = (): number => waitForHours(options.source.limits.allowedHours, clock.milliseconds());
  if (milliseconds() === 0) return;
  events.emit('paused', { reason: 'allowed-hours', dataset: run.dataset });
  // A timer takes 24.8 days at most and clocks are set: look again every minute.
  for (let left = milliseconds(); left > 0; left = milliseconds()) await pauseFor(Math.min(left, 60_000), signal);
  events.emit('resumed', { reason: 'allowed-hours', dataset: run.dataset });
}

function report(context: ExtractContext, run: DatasetRun, progress: Progress): void {
  context.events.emit('snapshot-progress', { dataset: run.dataset, rowEstimate: run.description.rowEstimate, ...progress });
}

function snapshotReader(context: ExtractContext, run: DatasetRun): NonNullable<ExtractContext['source']['snapshot']> {
  const reader = context.source.snapshot;
  if (reader !== undefined) return reader;
  throw new LienThongError('CAPABILITY_MISSING', { message: `the adapter of ${run.dataset} cannot read snapshots` });
}
