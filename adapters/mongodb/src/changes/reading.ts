import { type ChangeRequest, createCommitTime, LienThongError } from '@lienthong/core';
import type { Draft } from './draft.ts';
import type { ChangeEvent } from './event.ts';
import type { FollowedRows } from './followed-rows.ts';
import { type Commit, gatherDrafts, timeOf } from './gather.ts';
import { type StreamPosition, streamPosition, timeOfToken } from './position.ts';

/** What following has seen: the drafts of the batch to come, and the place behind the last commit that is whole. */
export interface Reading {
  drafts: Draft[];
  /** Behind everything that is told whole. */
  position: StreamPosition;
  /** Time of the newest event. */
  time: string;
  at: string | undefined;
  /** The transaction whose end was not seen yet. */
  readonly open: boolean;
  take(event: ChangeEvent): void;
  /** The stream has told all that it had, up to here. */
  caughtUp(token: string | undefined): void;
}

export interface ReadingInput {
  readonly rows: readonly FollowedRows[];
  readonly position: StreamPosition;
  readonly request: Pick<ChangeRequest, 'maxTransactionChanges'>;
}

interface OpenCommit extends Commit {
  readonly transaction: string | undefined;
  /** Changes of ours so far. */
  changes: number;
  /** The last event's token. */
  token: string;
}

const none: readonly FollowedRows[] = [];

export function openReading({ rows, position, request }: ReadingInput): Reading {
  const byCollection = new Map<string, FollowedRows[]>();
  for (const own of rows) {
    const { collection } = own.followed.shape.path;
    byCollection.set(collection, [...(byCollection.get(collection) ?? []), own]);
  }
  const formatTime = createCommitTime();
  let open: OpenCommit | undefined;

  const close = (): void => {
    if (open === undefined) return;
    reading.position = streamPosition(position.identity, open.time, open.token);
    open = undefined;
  };
  const commitOf = (event: ChangeEvent): OpenCommit => {
    const time = timeOf(event);
    if (open?.time === time && open.transaction === event.transaction) return open;
    close();
    let ordinal = 0;
    open = {
      time,
      at: formatTime(event.wallTime === undefined ? event.second * 1_000_000 : event.wallTime * 1_000),
      tx: event.transaction,
      transaction: event.transaction,
      before: reading.position,
      changes: 0,
      token: event.token,
      nextOrdinal: () => ordinal++,
    };
    return open;
  };
  const reading: Reading = {
    drafts: [],
    position,
    time: position.time,
    at: undefined,
    get open() {
      return open !== undefined;
    },
    take: (event) => {
      const commit = commitOf(event);
      requireKept(event, rows, byCollection);
      for (const own of byCollection.get(event.collection) ?? none) {
        const before = reading.drafts.length;
        gatherDrafts(own, event, commit, reading.drafts);
        commit.changes += reading.drafts.length - before;
        if (commit.changes > request.maxTransactionChanges) throw tooLarge(commit, own, request.maxTransactionChanges);
      }
      commit.token = event.token;
      reading.time = commit.time;
      reading.at = commit.at;
      // Outside of a transaction an event is a commit of its own.
      if (event.transaction === undefined) close();
    },
    caughtUp: (token) => {
      close();
      const time = token === undefined ? undefined : timeOfToken(token);
      if (token === undefined || (time ?? '') < reading.position.time) return;
      reading.position = streamPosition(position.identity, time ?? reading.position.time, token);
    },
  };
  return reading;
}

/** A collection that was dropped or renamed, or one that another was renamed to, is not the one that was followed. */
function requireKept(event: ChangeEvent, rows: readonly FollowedRows[], byCollection: ReadonlyMap<string, readonly FollowedRows[]>): void {
  const isWhole = event.kind === 'dropDatabase' || event.kind === 'invalidate';
  if (!isWhole && event.kind !== 'drop' && event.kind !== 'rename') return;
  const concerned = isWhole ? rows : [...(byCollection.get(event.collection) ?? []), ...(byCollection.get(event.target) ?? [])];
  if (concerned.length === 0) return;
  const names = concerned.map(({ followed }) => followed.name);
  const what = event.kind === 'rename' ? 'renamed, or another one took its name' : 'dropped';
  throw new LienThongError('COLLECTION_MISSING', {
    message: `${names.join(', ')} was ${what}`,
    remedy: 'If it is there again, read it from scratch in a new epoch; else take the dataset out of the configuration.',
    details: { collections: names },
  });
}

function tooLarge(commit: OpenCommit, { followed }: FollowedRows, cap: number): LienThongError {
  return new LienThongError('TRANSACTION_TOO_LARGE', {
    message: `a transaction, committed at ${commit.at}, has more than ${cap} changes; the last one seen is of ${followed.name}`,
    remedy: `Raise maxTransactionChanges above ${cap}.`,
    details: { transaction: commit.tx ?? '', changes: commit.changes, cap },
  });
}
