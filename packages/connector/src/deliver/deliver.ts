import { contentDigest, receiptHash, type SealedBatch, type Transport } from '@lienthong/core';
import type { Clock } from '../clock.ts';
import type { EventHub } from '../events.ts';
import type { DatasetRun } from '../extract/dataset-run.ts';
import type { ResolvedOptions } from '../resolve-options.ts';
import { retry } from '../retry.ts';
import type { SpoolGauge } from '../spool-gauge.ts';
import { changed } from '../state/spool-files.ts';
import type { StateStore } from '../state/store.ts';
import type { SpoolEntry } from '../state/types.ts';
import { checkReceipt } from './check-receipt.ts';
import type { Notifier } from './notifier.ts';
import { rejectedLines } from './rejected-lines.ts';

export interface DeliverContext {
  readonly options: ResolvedOptions;
  readonly store: StateStore;
  readonly transport: Transport;
  readonly events: EventHub;
  readonly gauge: SpoolGauge;
  readonly clock: Clock;
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

/** Carries one dataset's batches to the platform, several at a time, until nothing is left and nothing more comes. */
export async function deliver(context: DeliverContext, input: DeliverInput): Promise<void> {
  const { options, store, events } = context;
  const { run, notifier } = input;
  await retry({ stage: 'platform', dataset: run.dataset, backoff: options.delivery.backoff, events, signal: context.stop }, () =>
    context.transport.register(run.dataset, run.options.contract.version, run.options.yaml, context.kill),
  );
  const onItsWay = new Map<string, Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  for (;;) {
    if (failure === undefined) {
      for (const entry of ready(store.pending(run.dataset, options.delivery.inFlight + 1), onItsWay, options.delivery.inFlight)) {
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
    }
    if (onItsWay.size === 0) {
      if (failure !== undefined) throw failure.error;
      if (input.isFinished() && store.pending(run.dataset, 1).length === 0) return;
    }
    await notifier.wait();
  }
}

/** What may go now: nothing overtakes into the end of a snapshot, which removes what it was not told of. */
function ready(pending: readonly SpoolEntry[], onItsWay: ReadonlyMap<string, unknown>, limit: number): readonly SpoolEntry[] {
  const entries = pending.filter((entry, index) => !onItsWay.has(entry.file) && (!entry.last || index === 0));
  return entries.slice(0, Math.max(0, limit - onItsWay.size));
}

async function deliverOne(context: DeliverContext, run: DatasetRun, entry: SpoolEntry): Promise<void> {
  const { options, store, events, clock } = context;
  const batch = await loadBatch(store, run, entry);
  const started = clock.milliseconds();
  const policy = { dataset: run.dataset, backoff: options.delivery.backoff, events, signal: context.stop };
  const verified = await retry({ ...policy, stage: 'platform' }, () => context.transport.send(batch, context.kill));
  const { receipt } = verified;
  checkReceipt(batch, receipt);
  const rejected = await rejectedLines(batch, receipt, run.options.contract);
  await retry({ ...policy, stage: 'state' }, async () => store.receipts.settle(entry, verified, receiptHash(verified.jws), rejected));
  context.gauge.remove(entry.bytes);
  await store.files.remove([entry.file]);
  run.counters.batchesDelivered += 1;
  run.counters.recordsDelivered += entry.count;
  run.counters.rejected += receipt.rejected;
  for (const letter of rejected) {
    if (letter.content.key !== undefined) run.letters.add(letter.content.key);
    events.emit('record-rejected', { dataset: run.dataset, origin: 'platform', code: letter.code, pointer: letter.pointer });
  }
  events.emit('batch-delivered', {
    dataset: run.dataset,
    epoch: entry.epoch,
    sequence: entry.sequence,
    count: entry.count,
    bytes: entry.bytes,
    accepted: receipt.accepted,
    superseded: receipt.superseded,
    rejected: receipt.rejected,
    milliseconds: clock.milliseconds() - started,
  });
}

async function loadBatch(store: StateStore, run: DatasetRun, entry: SpoolEntry): Promise<SealedBatch> {
  const body = await store.files.read(entry.file, entry.bytes);
  if (contentDigest(body) !== entry.digest) throw changed(entry.file);
  const { contractVersion, epoch, sequence, count, low, high, time, traceparent } = entry;
  return {
    header: { stream: run.options.stream, contractVersion, epoch, sequence, count, low, high, time, traceparent },
    encoding: entry.encoding,
    digest: entry.digest,
    body,
  };
}
