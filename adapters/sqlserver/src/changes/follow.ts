import { type Change, type ChangeBatch, type ChangeRequest, changeVersion, fixedHex, pauseFor } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { ColumnPolicies } from '../column-policies.ts';
import { type Look, look } from './look.ts';
import type { TrackedPlace, TrackingPosition } from './position.ts';
import { createWriters, type TrackedChange } from './tracked-changes.ts';
import { loadTracked, requireSameTypes, type TrackedTable } from './tracked-table.ts';

const shortestPauseMs = 20;
const longestPauseMs = 1_000;

export interface Followed {
  readonly session: Session;
  readonly tables: readonly TrackedTable[];
  readonly position: TrackingPosition;
  readonly request: ChangeRequest;
  readonly policies: ColumnPolicies;
}

/** Looks again and again: at once while there is much, ever less often while nothing happens. */
export async function* followTracking(followed: Followed): AsyncGenerator<ChangeBatch, void, undefined> {
  const { session, request, policies } = followed;
  const { heartbeatMs, batchChanges, maxTransactionChanges, signal } = request;
  let { tables, position } = followed;
  let writers = createWriters(tables);
  let pauseMs = shortestPauseMs;
  let told = Date.now();
  for (;;) {
    const found: Look = await look(session, {
      ...{ tables, writers, reached: BigInt(position.version), rows: batchChanges, maxTransactionChanges, signal },
      since: (table) => sinceOf(position, table.name),
    });
    const again = await renewed(session, tables, found, policies, signal);
    const behind = { ...position, version: String(found.version) };
    if (found.changes.length > 0) {
      yield* batchesOf(found, position, behind, batchChanges);
      pauseMs = shortestPauseMs;
    } else if (Date.now() - told >= heartbeatMs) {
      yield { changes: [], position: behind, at: found.at };
    }
    if (found.changes.length > 0 || Date.now() - told >= heartbeatMs) told = Date.now();
    position = behind;
    if (again !== undefined) {
      tables = again;
      writers = createWriters(tables);
    }
    if (found.changes.length >= batchChanges) continue;
    await pauseFor(Math.min(pauseMs, Math.max(1, told + heartbeatMs - Date.now())), signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

export function sinceOf({ version, tables }: TrackingPosition, name: string): bigint {
  const from = BigInt(tables[name]?.from ?? '0');
  const reached = BigInt(version);
  return from > reached ? from : reached;
}

/** Batches of no more changes than were asked for; within a commit the position stays before it. */
function* batchesOf(
  { changes, at }: Look,
  before: TrackingPosition,
  behind: TrackingPosition,
  batchChanges: number,
): Generator<ChangeBatch, void, undefined> {
  let ordinal = 0;
  let complete = before.version;
  let batch: Change[] = [];
  for (const [index, change] of changes.entries()) {
    const next = changes[index + 1];
    batch.push(toChange(change, ordinal));
    const endsCommit = next?.version !== change.version;
    ordinal = endsCommit ? 0 : ordinal + 1;
    if (endsCommit) complete = String(change.version);
    if (next !== undefined && batch.length < batchChanges) continue;
    yield { changes: batch, position: next === undefined ? behind : { ...before, version: complete }, at };
    batch = [];
  }
}

function toChange({ table, version, op, row }: TrackedChange, ordinal: number): Change {
  const { collection } = table.selection;
  return { op, collection, version: changeVersion(fixedHex(version), ordinal), at: undefined, tx: String(version), row, oldKey: undefined };
}

/** The tables as they are now, where the definition of one was changed; `undefined`: none was. */
async function renewed(
  session: Session,
  tables: readonly TrackedTable[],
  { states }: Look,
  policies: ColumnPolicies,
  signal: AbortSignal,
): Promise<readonly TrackedTable[] | undefined> {
  const changed = tables.filter((table) => states.get(table)?.modified !== table.shape.table.modified);
  if (changed.length === 0) return undefined;
  const again = await loadTracked(
    session,
    tables.map(({ selection }) => selection),
    policies,
    signal,
  );
  for (const [index, table] of again.entries()) {
    const then = tables[index];
    if (then !== undefined) requireSameTypes(then, table);
  }
  return again;
}

/** Where the tables are followed from. */
export function placesOf(tables: readonly TrackedTable[], from: (table: TrackedTable) => string): Readonly<Record<string, TrackedPlace>> {
  return Object.fromEntries(tables.map((table) => [table.name, { id: table.shape.table.objectId, from: from(table) }]));
}
