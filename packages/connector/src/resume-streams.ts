import { isLienThongError, type Position, type RemoteStream, type Source } from '@lienthong/core';
import type { ResumeObstacle } from './events.ts';
import { changesPosition } from './extract/changes.ts';
import type { DatasetRun } from './extract/dataset-run.ts';
import { readChangesHeader } from './extract/header-position.ts';
import { reading, readingDigest, readingOf } from './extract/reading.ts';
import { askPlatform, type OpenEpochInput } from './open-epoch.ts';
import { retry } from './retry.ts';

export interface ResumeStreamsInput extends OpenEpochInput {
  readonly reader: Source['changes'];
  fail(run: DatasetRun, error: unknown): void;
}

interface Resumable {
  readonly run: DatasetRun;
  readonly position: Position;
  readonly epoch: number;
  readonly highest: number;
  readonly abandoned: number;
  readonly lostDeadLetters: number;
}

/** Numbers that never come are named 1,000 at a time; batches that were on their way may still arrive in between. */
const maxRounds = 100;

/**
 * After the state was lost: takes every stream up behind the last contiguous batch where nothing can be missing then, and
 * says of the others why not. They get a new epoch. Until the last statement nothing of ours is written, so a crash repeats it.
 */
export async function resumeStreams(
  input: ResumeStreamsInput,
  runs: readonly DatasetRun[],
): Promise<ReadonlyMap<DatasetRun, ResumeObstacle>> {
  const { store, events, newEpoch } = input;
  const obstacles = new Map<DatasetRun, ResumeObstacle>();
  const resumable: Resumable[] = [];
  const lost = runs.filter((run) => store.stream(run.dataset) === undefined && !newEpoch.includes(run.dataset));
  await Promise.all(
    lost.map(async (run) => {
      try {
        const found = await findPlace(input, run);
        if (typeof found === 'string') obstacles.set(run, found);
        else if (found !== undefined) resumable.push(found);
      } catch (error) {
        input.fail(run, error);
      }
    }),
  );
  // Stopped halfway is no answer: the next start asks again.
  if (lost.length > 0) input.signal.throwIfAborted();
  const position = earliest(input.reader, resumable);
  if (position === undefined) return obstacles;
  const streams = resumable.map(({ run, epoch, highest }) => ({
    dataset: run.dataset,
    epoch,
    nextSequence: highest + 1,
    settings: new Map([[readingOf(run.dataset), reading(run.options)], ...run.settings]),
  }));
  store.resumeStreams(streams, { name: changesPosition, position });
  for (const { run, epoch, highest, abandoned, lostDeadLetters } of resumable) {
    events.emit('resumed-from-platform', { dataset: run.dataset, epoch, sequence: highest + 1, abandoned, lostDeadLetters });
  }
  return obstacles;
}

/** Where the stream can be taken up, or why not; `undefined` when the platform has never heard of it. */
async function findPlace(input: ResumeStreamsInput, run: DatasetRun): Promise<Resumable | ResumeObstacle | undefined> {
  const { store, reader, events, backoff, signal } = input;
  if (run.options.read.kind !== 'changes') return 'no-position';
  // The position of what is left belongs to other streams, and may lie beyond what this one needs.
  if (store.position(changesPosition) !== undefined) return 'state-left';
  if (reader?.has === undefined) return 'adapter-cannot-tell';
  const { has } = reader;
  const remote = await askPlatform(input, run);
  if (remote === undefined) return undefined;
  const told = remote.high === undefined ? undefined : readChangesHeader(remote.high);
  if (told?.complete !== true) return 'snapshot-unfinished';
  if (told.reading !== readingDigest(run.options)) return 'reading-changed';
  const kept = await retry({ stage: 'source', dataset: run.dataset, backoff, events, signal }, () =>
    has(told.position, [run.selection], signal),
  );
  if (!kept) return 'history-forgotten';
  const closed = await abandonMissing(input, run, remote);
  if (closed === undefined) return 'stream-moved';
  const { epoch } = remote;
  return { run, position: told.position, epoch, ...closed, lostDeadLetters: told.deadLetters };
}

async function abandonMissing(
  input: ResumeStreamsInput,
  run: DatasetRun,
  first: RemoteStream,
): Promise<{ readonly highest: number; readonly abandoned: number } | undefined> {
  const { transport, events, backoff, signal } = input;
  let remote: RemoteStream | undefined = first;
  let abandoned = 0;
  for (let round = 0; round < maxRounds && remote?.epoch === first.epoch; round++) {
    const { missing, highest } = remote;
    if (missing.length === 0) return { highest, abandoned };
    try {
      await retry({ stage: 'platform', dataset: run.dataset, backoff, events, signal }, () =>
        transport.resume(run.options.stream, first.epoch, missing, signal),
      );
      abandoned += missing.length;
    } catch (error) {
      // One of them was on its way and has arrived: ask again what is missing.
      const problem = isLienThongError(error) ? error.details['problem'] : undefined;
      if (problem !== 'resume-invalid' && problem !== 'resume-conflict') throw error;
    }
    remote = await askPlatform(input, run);
  }
  return undefined;
}

/** All streams share one position in the log: what the others have seen already comes again, and changes nothing. */
function earliest(reader: ResumeStreamsInput['reader'], resumable: readonly Resumable[]): Position | undefined {
  let found: Position | undefined;
  for (const { position } of resumable) {
    if (found === undefined || reader?.passed(found, position) === true) found = position;
  }
  return found;
}
