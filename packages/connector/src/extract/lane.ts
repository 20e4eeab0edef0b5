import { contentDigest, type Position, type QualityCounts } from '@lienthong/core';
import type { ConnectorEvents, EventHub } from '../events.ts';
import { traceparent } from '../observe/trace.ts';
import type { Backoff } from '../resolve-options.ts';
import { retry } from '../retry.ts';
import type { SpoolGauge } from '../spool-gauge.ts';
import type { StateStore } from '../state/store.ts';
import type { NewDeadLetter, StreamAppend, WrittenBody } from '../state/types.ts';
import { compress } from './compress.ts';
import type { DatasetRun } from './dataset-run.ts';

/** One step of a loop: becomes durable as a whole, in the order of the lane. */
export interface Step {
  readonly streams: readonly StreamStep[];
  readonly positions: readonly { readonly name: string; readonly position: Position; readonly at: string | undefined }[];
  /** Called when everything of the step is durable. */
  readonly durable?: () => void;
}

export interface StreamStep {
  readonly run: DatasetRun;
  readonly chunks: readonly {
    readonly lines: Uint8Array;
    readonly count: number;
    readonly low: string | undefined;
    readonly high: string | undefined;
    readonly release?: () => void;
  }[];
  readonly deadLetters: readonly NewDeadLetter[];
  readonly superseded: readonly string[];
  readonly range?: StreamAppend['range'];
  readonly finished?: boolean;
  readonly resolved?: readonly number[];
  readonly quality?: QualityCounts | undefined;
}

/** A queue of steps: bodies are compressed and written side by side, appended strictly in order. */
export interface Lane {
  /** Takes the step at once; resolves when there is room for the next. */
  push(step: Step): Promise<void>;
  /** Resolves when everything pushed is durable. */
  drain(): Promise<void>;
}

export interface LaneInput {
  readonly store: StateStore;
  readonly events: EventHub;
  readonly gauge: SpoolGauge;
  readonly backoff: Backoff;
  /** Called after each append, so that delivery looks. */
  readonly wake: (dataset: string) => void;
  /** Ends even the attempts to write. */
  readonly signal: AbortSignal;
}

const ahead = 2;

export function createLane(input: LaneInput): Lane {
  let tail: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown } | undefined;
  const running: Promise<void>[] = [];
  const run = async (step: Step, before: Promise<void>, prepared: Promise<PreparedStep>): Promise<void> => {
    const ready = await prepared;
    await before;
    if (failure !== undefined) throw failure.error;
    await append(input, step, ready);
  };
  const check = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    async push(step) {
      check();
      const prepared = prepare(input, step);
      tail = run(step, tail, prepared).catch((error: unknown) => {
        failure ??= { error };
      });
      running.push(tail);
      if (running.length > ahead) await running.shift();
      check();
    },
    async drain() {
      await tail;
      running.length = 0;
      check();
    },
  };
}

interface PreparedStep {
  readonly bodies: readonly (readonly WrittenBody[])[];
}

async function prepare(input: LaneInput, step: Step): Promise<PreparedStep> {
  return {
    bodies: await Promise.all(step.streams.map((stream) => Promise.all(stream.chunks.map((chunk) => writeBody(input, stream, chunk))))),
  };
}

async function writeBody(input: LaneInput, stream: StreamStep, chunk: StreamStep['chunks'][number]): Promise<WrittenBody> {
  const body = await compress(chunk.lines);
  chunk.release?.();
  const digest = contentDigest(body);
  const file = await whileStateFails(input, stream.run.dataset, () => input.store.files.write(body));
  return {
    file,
    digest,
    bytes: body.byteLength,
    encoding: 'br',
    count: chunk.count,
    contractVersion: stream.run.options.contract.version,
    low: chunk.low,
    high: chunk.high,
    traceparent: traceparent(),
    last: stream.finished === true,
  };
}

async function append(input: LaneInput, step: Step, prepared: PreparedStep): Promise<void> {
  const streams = step.streams.map(
    (stream, index): StreamAppend => ({
      dataset: stream.run.dataset,
      epoch: stream.run.epoch,
      bodies: prepared.bodies[index] ?? [],
      deadLetters: stream.deadLetters,
      superseded: stream.superseded,
      range: stream.range,
      finished: stream.finished === true,
      resolved: stream.resolved ?? [],
      quality: stream.quality,
    }),
  );
  const entries = await whileStateFails(input, undefined, async () => input.store.append({ streams, positions: step.positions }));
  for (const { dataset, epoch, sequence, count, bytes } of entries) {
    input.gauge.add(bytes);
    input.events.emit('batch-spooled', { dataset, epoch, sequence, count, bytes });
  }
  for (const { run, quality } of step.streams) if (quality !== undefined) input.events.emit('quality-counted', counted(run, quality));
  for (const { run, chunks } of step.streams) for (const { count } of chunks) run.counters.recordsSpooled += count;
  for (const dataset of new Set(entries.map((entry) => entry.dataset))) input.wake(dataset);
  step.durable?.();
}

function counted(run: DatasetRun, { records, rejected, properties }: QualityCounts): ConnectorEvents['quality-counted'] {
  const findings = properties.flatMap(({ property, found }) =>
    found.map(({ code, severity, origin, count }) => ({ property, code, severity, origin, count })),
  );
  return { dataset: run.dataset, epoch: run.epoch, records, rejected, findings };
}

// A full or read-only disk holds the lane, and with it the reading, until it can be written again. Nothing is dropped.
function whileStateFails<Result>(input: LaneInput, dataset: string | undefined, work: () => Promise<Result>): Promise<Result> {
  const { events, backoff, signal } = input;
  return retry({ stage: 'state', dataset, backoff, events, signal, retryable: (error) => error.code === 'STATE_WRITE_FAILED' }, work);
}
