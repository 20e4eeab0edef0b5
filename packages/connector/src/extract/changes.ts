import { type Change, type CollectionName, formatCollection, LienThongError, type Position } from '@lienthong/core';
import { retry } from '../retry.ts';
import { createAcknowledger } from './acknowledge.ts';
import { changeStep } from './change-step.ts';
import { type Collector, openCollector } from './collector.ts';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';
import type { StreamStep } from './lane.ts';
import { acknowledgeDelayMs, batchChanges, idlePositionMs, positionMarkMs } from './limits.ts';
import { placeText } from './position-mark.ts';
import { restartMark } from './restart-mark.ts';

/** The name under which the place in the source's log is stored. */
export const changesPosition = 'changes';

const followedCollections = 'followed';
const followedDatasets = 'followed-datasets';

/** Takes the place where following starts, before the first row of a snapshot is read, and has new datasets followed too. */
export async function startChanges(context: ExtractContext, runs: readonly DatasetRun[], signal: AbortSignal): Promise<void> {
  const { store } = context;
  const selections = runs.map((run) => run.selection);
  const wanted = JSON.stringify(
    selections.map(({ collection, columns, key }) => JSON.stringify([formatCollection(collection), columns, key])).toSorted(),
  );
  markUnfollowed(context, runs);
  const known = store.position(changesPosition);
  // An epoch of which nothing was read yet reads its table as it is today, whatever it was before.
  const anew = runs.filter(({ dataset }) => store.stream(dataset)?.phase === 'snapshot' && store.ranges(dataset).length === 0);
  if (known !== undefined && anew.length === 0 && store.meta(followedCollections) === wanted) return;
  const reader = changeReader(context);
  const going = known === undefined ? undefined : { position: known.position, anew: anew.map((run) => run.selection) };
  const start = await retry(
    { stage: 'source', dataset: undefined, backoff: context.options.delivery.backoff, events: context.events, signal },
    () => reader.start(selections, signal, going),
  );
  store.savePosition(changesPosition, start, known?.at);
  store.setMeta(followedCollections, wanted);
}

// The position moves on without a dataset that is not followed now: should it come back, it is read from scratch.
function markUnfollowed({ store }: ExtractContext, runs: readonly DatasetRun[]): void {
  const now = runs.map((run) => run.dataset);
  const before = (store.meta(followedDatasets) ?? '').split(' ').filter((dataset) => dataset !== '');
  for (const dataset of before) if (!now.includes(dataset)) store.setMeta(restartMark(dataset), 'not followed');
  store.setMeta(followedDatasets, now.join(' '));
}

/**
 * Follows the source's log for several datasets; the position moves in the same step as the records before it. Ends behind the place that
 * `until` names; while it names none, following goes on.
 */
export async function followChanges(
  context: ExtractContext,
  runs: readonly DatasetRun[],
  until: () => Position | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { options, store, events, clock, gauge } = context;
  const reader = changeReader(context);
  const lane = context.lane();
  const acknowledger = createAcknowledger(reader, events, context.kill, { clock, delayMs: acknowledgeDelayMs });
  const collectors = new Map<string, Target>();
  for (const run of runs) {
    const collector = openCollector(context, run);
    collectors.set(nameOf(run.options.collection), { run, collector });
  }
  const stored = store.position(changesPosition);
  if (stored === undefined) throw new LienThongError('INTERNAL', { message: 'following has no position to start from' });
  let position = stored.position;
  let at = stored.at;
  let pushedPosition = position;
  let pushedAt = clock.milliseconds();
  let markedAt = pushedAt;
  let timer: NodeJS.Timeout | undefined;

  const isEmpty = (): boolean => [...collectors.values()].every(({ collector }) => collector.isEmpty);
  const push = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const now = clock.milliseconds();
    const marking = now - markedAt >= positionMarkMs;
    if (marking) markedAt = now;
    const streams: StreamStep[] = [];
    let everyoneTold = true;
    for (const { run, collector } of collectors.values()) {
      const complete = store.stream(run.dataset)?.phase === 'following';
      const step = changeStep(run, collector.take(), { from: pushedPosition, to: position, complete, marking });
      if (step !== undefined) streams.push(step);
      // A stream in its snapshot is read from scratch in any case, should our state be lost.
      if (complete && run.toldPlace !== placeText(position)) everyoneTold = false;
    }
    const reached = position;
    pushedPosition = position;
    pushedAt = now;
    return lane.push({
      streams,
      positions: [{ name: changesPosition, position, at }],
      // What the source forgets must be with the platform, or on its way there, for every stream: see docs/decisions/0005.
      durable: () => (everyoneTold ? acknowledger.acknowledge(reached) : acknowledger.look()),
    });
  };
  const collect = (changes: readonly Change[]): void => {
    const rows = new Map<DatasetRun, number>();
    const again = new Map<DatasetRun, number>();
    let collection: CollectionName | undefined;
    let target: Target | undefined;
    let count = 0;
    const counted = (): void => {
      if (target !== undefined && count > 0) rows.set(target.run, (rows.get(target.run) ?? 0) + count);
      count = 0;
    };
    for (const change of changes) {
      // Changes of one collection come one behind the other, and share its name.
      if (change.collection !== collection) {
        counted();
        collection = change.collection;
        target = collectors.get(nameOf(collection));
      }
      if (target === undefined) continue;
      try {
        // A stream that cannot be delivered is followed on, as long as it leaves room for the others.
        if (target.run.failure !== undefined && gauge.bytes > options.spool.maxBytes / 2) throw target.run.failure;
        target.collector.change(change);
      } catch (error) {
        // The position moves on without this dataset: what it misses from here is read again in a new epoch.
        collectors.delete(nameOf(change.collection));
        store.setMeta(restartMark(target.run.dataset), 'changes missed');
        context.fail(target.run, error);
        counted();
        target = undefined;
        continue;
      }
      count += 1;
      if (change.op !== 't' && change.readAgain === true) again.set(target.run, (again.get(target.run) ?? 0) + 1);
    }
    counted();
    for (const [run, read] of rows) {
      run.counters.rowsRead += read;
      events.emit('rows-read', { dataset: run.dataset, kind: 'changes', rows: read });
    }
    for (const [run, read] of again) events.emit('rows-read-again', { dataset: run.dataset, rows: read });
  };
  let timed: Promise<void> = Promise.resolve();
  const pushLater = (): void => {
    timer ??= setTimeout(() => {
      // A failure of the lane is kept by the lane: the loop meets it at its next push.
      timed = push().catch(() => {});
    }, options.batch.maxDelayMs);
  };
  const isReached = (): boolean => {
    const goal = until();
    return goal !== undefined && reader.passed(position, goal);
  };
  const read = async (progress: () => void): Promise<void> => {
    if (isReached()) return;
    const heartbeatMs = context.once ? Math.min(200, options.source.limits.heartbeatMs) : options.source.limits.heartbeatMs;
    const { maxTransactionChanges } = options.source.limits;
    const selections = runs.map((run) => run.selection);
    for await (const batch of reader.read({ after: position, selections, heartbeatMs, batchChanges, maxTransactionChanges, signal })) {
      progress();
      collect(batch.changes);
      position = batch.position;
      at = batch.at ?? at;
      events.emit('position', {
        at,
        lagSeconds: at === undefined ? undefined : Math.max(0, (clock.milliseconds() - Date.parse(at)) / 1000),
      });
      const reached = isReached();
      const size = [...collectors.values()].reduce((sum, { collector }) => sum + collector.size, 0);
      if (reached || size >= options.batch.bytes) await push();
      else if (!isEmpty()) pushLater();
      else if (clock.milliseconds() - pushedAt >= idlePositionMs) await push();
      if (reached) return;
      await gauge.gate.pass(signal);
    }
    signal.throwIfAborted();
  };
  try {
    await retry({ stage: 'source', dataset: undefined, backoff: options.delivery.backoff, events, signal }, read);
  } finally {
    await timed;
    if (!isEmpty() || timer !== undefined) await push();
    await lane.drain();
    await acknowledger.finish();
  }
}

/** Where changes of one collection go. */
interface Target {
  readonly run: DatasetRun;
  readonly collector: Collector;
}

// Cheaper than the form for people: asked for every change where collections alternate.
function nameOf({ schema, name }: CollectionName): string {
  return `${schema}\u0000${name}`;
}

type ChangeReader = NonNullable<ExtractContext['source']['changes']>;

export function changeReader(context: ExtractContext): ChangeReader {
  const reader = context.source.changes;
  if (reader !== undefined) return reader;
  throw new LienThongError('CAPABILITY_MISSING', {
    message: 'the adapter cannot follow changes',
    remedy: 'Read this dataset by `incremental` or `snapshot`.',
  });
}
