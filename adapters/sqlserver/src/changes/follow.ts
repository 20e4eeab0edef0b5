import { type Change, type ChangeBatch, type ChangeRequest, changeVersion, pauseFor } from '@lienthong/core';
import { type ChangePosition, reachedOf, sinceOf, writeCommit } from './position.ts';
import type { FoundChange, Look, Opened } from './way.ts';

const shortestPauseMs = 20;
const longestPauseMs = 1_000;

/** Looks again and again: at once while there is more, ever less often while nothing happens. */
export async function* followTables(
  opened: Opened,
  start: ChangePosition,
  { heartbeatMs, batchChanges, maxTransactionChanges, signal }: ChangeRequest,
): AsyncGenerator<ChangeBatch, void, undefined> {
  let position = start;
  let pauseMs = shortestPauseMs;
  let told = Date.now();
  for (;;) {
    const before = position;
    const found = await opened.look({
      ...{ reached: reachedOf(before), rows: batchChanges, maxTransactionChanges },
      since: ({ name }) => sinceOf(before, name),
    });
    position = { ...before, reached: writeCommit(before.kind, found.commit) };
    if (found.changes.length > 0) {
      yield* batchesOf(found, before, position, batchChanges);
      pauseMs = shortestPauseMs;
      told = Date.now();
    } else if (Date.now() - told >= heartbeatMs) {
      yield { changes: [], position, at: found.at };
      told = Date.now();
    }
    if (found.more) continue;
    await pauseFor(Math.min(pauseMs, Math.max(1, told + heartbeatMs - Date.now())), signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

/** Batches of no more changes than were asked for; within a commit the position stays before it. */
function* batchesOf(
  { changes, at }: Look,
  before: ChangePosition,
  behind: ChangePosition,
  batchChanges: number,
): Generator<ChangeBatch, void, undefined> {
  let ordinal = 0;
  let complete = before.reached;
  let batch: Change[] = [];
  for (const [index, change] of changes.entries()) {
    const next = changes[index + 1];
    batch.push(toChange(change, ordinal));
    const endsCommit = next?.commit !== change.commit;
    ordinal = endsCommit ? 0 : ordinal + 1;
    if (endsCommit) complete = writeCommit(before.kind, change.commit);
    if (next !== undefined && batch.length < batchChanges) continue;
    yield { changes: batch, position: next === undefined ? behind : { ...before, reached: complete }, at };
    batch = [];
  }
}

/** An LSN has ten bytes: twenty digits for both ways. */
function toChange({ table, commit, op, row, oldKey, at }: FoundChange, ordinal: number): Change {
  const place = commit.toString(16).toUpperCase().padStart(20, '0');
  const { collection } = table.selection;
  return { op, collection, version: changeVersion(place, ordinal), at, tx: place.replace(/^0+(?=.)/, ''), row, oldKey };
}
