import { LienThongError, type Position, pauseFor, rowCount, valuesOfRows } from '@lienthong/core';
import { retry } from '../retry.ts';
import { openCollector } from './collector.ts';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';
import { incrementalHeader } from './header-position.ts';
import { endSnapshot } from './snapshot.ts';

/** The name under which the place behind a dataset's watermark is stored. */
export function incrementalPosition(dataset: string): string {
  return `incremental/${dataset}`;
}

/** Reads what grew behind the watermark, pass after pass; the first pass of an epoch is its snapshot. */
export async function readIncremental(context: ExtractContext, run: DatasetRun, signal: AbortSignal): Promise<void> {
  const { read } = run.options;
  if (read.kind !== 'incremental') throw new LienThongError('INTERNAL', { message: `${run.dataset} is not read by watermark` });
  for (;;) {
    await retry(
      { stage: 'source', dataset: run.dataset, backoff: context.options.delivery.backoff, events: context.events, signal },
      (progress) => readPass(context, run, read, progress, signal),
    );
    if (context.store.stream(run.dataset)?.phase === 'snapshot') await endSnapshot(context, run);
    if (context.once) return;
    await pauseFor(read.everyMs, signal);
  }
}

interface Pass {
  readonly watermark: string;
  readonly settleMs: number;
}

async function readPass(context: ExtractContext, run: DatasetRun, pass: Pass, progress: () => void, signal: AbortSignal): Promise<void> {
  const { options, events, gauge, store } = context;
  const reader = context.source.incremental;
  if (reader === undefined)
    throw new LienThongError('CAPABILITY_MISSING', { message: `the adapter of ${run.dataset} cannot read by watermark` });
  const lane = context.lane();
  const name = incrementalPosition(run.dataset);
  const collector = openCollector(context, run);
  let position: Position | undefined = store.position(name)?.position;
  const push = async (): Promise<void> => {
    if (position === undefined || collector.isEmpty) return;
    const { chunks, rows: _rows, ...taken } = collector.take();
    const low = incrementalHeader();
    const step = { ...taken, run, chunks: chunks.map((chunk) => ({ ...chunk, low, high: incrementalHeader() })) };
    await lane.push({ streams: [step], positions: [{ name, position, at: undefined }] });
  };
  const request = {
    selection: run.selection,
    watermark: pass.watermark,
    after: position,
    settleMs: pass.settleMs,
    batchRows: options.source.limits.batchRows,
    signal,
  };
  try {
    for await (const batch of reader.read(request)) {
      progress();
      valuesOfRows(batch.rows).forEach((row, index) => {
        const version = batch.versions[index];
        if (version === undefined)
          throw new LienThongError('INTERNAL', { message: `the adapter gave a row of ${run.dataset} without a version` });
        collector.watermarkRow(row, version);
      });
      position = batch.position;
      run.counters.rowsRead += rowCount(batch.rows);
      events.emit('rows-read', { dataset: run.dataset, kind: 'incremental', rows: rowCount(batch.rows) });
      if (collector.size >= options.batch.bytes) await push();
      await context.rate.pay(rowCount(batch.rows), signal);
      await gauge.gate.pass(signal);
    }
  } finally {
    await push();
    await lane.drain();
  }
}
