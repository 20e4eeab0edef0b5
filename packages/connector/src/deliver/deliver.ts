import {
  type BufferPool,
  batchId,
  contentDigest,
  isLienThongError,
  LienThongError,
  type Receipt,
  receiptHash,
  type Transport,
} from '@lienthong/core';
import type { Clock } from '../clock.ts';
import type { EventHub } from '../events.ts';
import type { DatasetRun } from '../extract/dataset-run.ts';
import { conflictMark, restartMark } from '../extract/restart-mark.ts';
import type { ResolvedOptions } from '../resolve-options.ts';
import { retry } from '../retry.ts';
import type { SpoolGauge } from '../spool-gauge.ts';
import type { StateStore } from '../state/store.ts';
import type { NewDeadLetter, SpoolEntry } from '../state/types.ts';
import { checkReceipt } from './check-receipt.ts';
import { type EpochWatch, watchEpoch } from './epoch-watch.ts';
import { rejectionsOf } from './http-answer.ts';
import type { Notifier } from './notifier.ts';
import { createReadAhead, type ReadAhead } from './read-ahead.ts';
import { allLines, rejectedLines } from './rejected-lines.ts';

export interface DeliverContext {
  readonly options: ResolvedOptions;
  readonly store: StateStore;
  readonly transport: Transport;
  readonly events: EventHub;
  readonly gauge: SpoolGauge;
  readonly clock: Clock;
  /** Memory of the bodies on their way. */
  readonly bodies: BufferPool;
  /** After it no failure is waited for: what is left stays in the spool. */
  readonly stop: AbortSignal;
  /** Ends requests that are on their way. */
  readonly kill: AbortSignal;
}

export interface DeliverInput {
  readonly run: DatasetRun;
  readonly notifier: Notifier;
  /** Whether nothing more will be appended. */
  readonly isFinished: () => boolean;
}

interface DeliveryContext extends DeliverContext {
  readonly watch: EpochWatch;
  readonly ahead: ReadAhead;
}

/** Each dataset holds so many bodies beside those on their way, also while the platform is away. */
export const bodiesAhead = 2;

/** Carries one dataset's batches to the platform, several at a time, until nothing is left and nothing more comes. */
export async function deliver(context: DeliverContext, input: DeliverInput): Promise<void> {
  const { options, events } = context;
  const { run, notifier } = input;
  await retry({ stage: 'platform', dataset: run.dataset, backoff: options.delivery.backoff, events, signal: context.stop }, () =>
    context.transport.register(run.dataset, run.options.contract.version, run.options.yaml, context.kill),
  );
  const watch = watchEpoch(context, run);
  await watch.ask();
  const unlisten = context.transport.later?.onAnswer(() => notifier.notify());
  try {
    await deliverPending({ ...context, watch, ahead: createReadAhead(context, run) }, input);
  } finally {
    unlisten?.();
  }
}

async function deliverPending(context: DeliveryContext, input: DeliverInput): Promise<void> {
  const { options, store, ahead, transport } = context;
  const { run, notifier } = input;
  const onItsWay = new Map<string, Promise<void>>();
  const inFlight = transport.isOrdered === true ? 1 : options.delivery.inFlight;
  let failure: { readonly error: unknown } | undefined;
  for (;;) {
    if (failure === undefined) {
      const pending = answered(context, run, store.pending(run.dataset, inFlight + bodiesAhead));
      ahead.prepare(pending.filter((entry) => !onItsWay.has(entry.file)));
      for (const entry of ready(pending, onItsWay, inFlight)) {
        const sent = deliverOne(context, run, entry)
          .catch((error: unknown) => {
            failure ??= { error };
          })
          .finally(() => {
            onItsWay.delete(entry.file);
            notifier.notify();
          });
        onItsWay.set(entry.file, sent);
      }
      ahead.announce(pending.filter((entry) => !onItsWay.has(entry.file)));
    }
    if (onItsWay.size === 0) {
      if (failure !== undefined) throw failure.error;
      if (input.isFinished() && answered(context, run, store.pending(run.dataset, 1)).length === 0) return;
    }
    await notifier.wait();
  }
}

/** Of a transport whose answers come later: the batches up to the first one without. Of every other one all of them. */
function answered({ transport }: DeliverContext, run: DatasetRun, pending: readonly SpoolEntry[]): readonly SpoolEntry[] {
  const { later } = transport;
  if (later === undefined) return pending;
  const first = pending.findIndex((entry) => !later.isAnswered(batchId({ ...entry, stream: run.options.stream }), entry.digest));
  return first < 0 ? pending : pending.slice(0, first);
}

/** What may go now: nothing overtakes into the end of a snapshot, which removes what it was not told of. */
function ready(pending: readonly SpoolEntry[], onItsWay: ReadonlyMap<string, unknown>, limit: number): readonly SpoolEntry[] {
  const entries = pending.filter((entry, index) => !onItsWay.has(entry.file) && (!entry.last || index === 0));
  return entries.slice(0, Math.max(0, limit - onItsWay.size));
}

async function deliverOne(context: DeliveryContext, run: DatasetRun, entry: SpoolEntry): Promise<void> {
  // An empty batch in the place of one that was refused has no answer yet.
  if (answered(context, run, [entry]).length === 0) return;
  const { batch, release } = await context.ahead.take(entry);
  const started = context.clock.milliseconds();
  const policy = { dataset: run.dataset, backoff: context.options.delivery.backoff, events: context.events, signal: context.stop };
  try {
    const verified = await retry({ ...policy, stage: 'platform' }, () => context.transport.send(batch, context.kill));
    checkReceipt(batch, verified.receipt);
    const rejected = await rejectedLines(batch, verified.receipt, run.options.contract);
    release();
    await retry({ ...policy, stage: 'state' }, async () =>
      context.store.receipts.settle(entry, verified, receiptHash(verified.jws), rejected),
    );
    await forget(context, run, entry, rejected, verified.receipt, context.clock.milliseconds() - started);
    // What an epoch of ours left behind is superseded rightly.
    if (entry.epoch === run.epoch) await context.watch.look(verified.receipt);
  } catch (error) {
    if (isRefusedAs(error, 'batch-conflict')) {
      // Another content has this number: an older copy of our state was restored, or a batch of a lost one was on its way.
      if (entry.epoch === run.epoch) {
        context.store.setMeta(restartMark(run.dataset), conflictMark);
        throw error;
      }
      await retry({ ...policy, stage: 'state' }, async () => context.store.receipts.waive(entry));
      context.gauge.remove(entry.bytes);
      await context.store.files.remove([entry.file]);
      return;
    }
    // Nothing of the batch was kept: its lines wait for a person, and an empty batch closes the gap in the sequence.
    if (!isRefusedAs(error, 'batch-unusable') || entry.count === 0) throw error;
    const letters = await allLines(batch, run.options.contract, rejectionsOf(error));
    const empty = await retry({ ...policy, stage: 'state' }, async () => hollow(context, entry, letters));
    context.gauge.remove(entry.bytes);
    context.gauge.add(empty.bytes);
    tellRejected(context, run, letters);
    expectFew(context, run);
    await deliverOne(context, run, empty);
  }
}

async function hollow(context: DeliverContext, entry: SpoolEntry, letters: readonly NewDeadLetter[]): Promise<SpoolEntry> {
  const { files } = context.store;
  const body = new Uint8Array(0);
  const file = await files.write(body);
  const empty = context.store.hollow(
    entry,
    { ...entry, file, digest: contentDigest(body), bytes: 0, encoding: 'identity', count: 0 },
    letters,
  );
  await files.remove([entry.file]);
  return empty;
}

function isRefusedAs(error: unknown, problem: string): error is LienThongError {
  return isLienThongError(error) && error.code === 'PLATFORM_REFUSED' && error.details['problem'] === problem;
}

function expectFew(context: DeliverContext, run: DatasetRun): void {
  const most = context.options.maxWaitingDeadLetters;
  if (run.letters.size > most)
    throw new LienThongError('MAPPING_INVALID', { message: `the platform refuses more than ${most} records of ${run.dataset}` });
}

function tellRejected(context: DeliverContext, run: DatasetRun, letters: readonly NewDeadLetter[]): void {
  run.counters.rejected += letters.length;
  for (const letter of letters) {
    if (letter.content.key !== undefined) run.letters.add(letter.content.key);
    context.events.emit('record-rejected', { dataset: run.dataset, origin: 'platform', code: letter.code, pointer: letter.pointer });
  }
}

async function forget(
  context: DeliverContext,
  run: DatasetRun,
  entry: SpoolEntry,
  rejected: readonly NewDeadLetter[],
  receipt: Receipt,
  milliseconds: number,
): Promise<void> {
  context.gauge.remove(entry.bytes);
  await context.store.files.remove([entry.file]);
  run.counters.batchesDelivered += 1;
  run.counters.recordsDelivered += entry.count;
  tellRejected(context, run, rejected);
  const { dataset, epoch, sequence, count, bytes } = entry;
  const { accepted, superseded } = receipt;
  context.events.emit('batch-delivered', {
    dataset,
    epoch,
    sequence,
    count,
    bytes,
    accepted,
    superseded,
    rejected: receipt.rejected,
    milliseconds,
  });
}
