import { changeVersion, fixedHex, LienThongError, type Version } from '@lienthong/core';
import { idKey } from '../bson/documents.ts';
import type { Draft } from './draft.ts';
import type { ChangeEvent } from './event.ts';
import type { FollowedRows } from './followed-rows.ts';
import type { StreamPosition } from './position.ts';

/** Where an event stands: in the log, and among those of its commit. */
export interface Commit {
  readonly time: string;
  readonly at: string;
  readonly tx: string | undefined;
  /** The place before it. */
  readonly before: StreamPosition;
  nextOrdinal(): number;
}

/** What an event changed in one collection: its row, or the elements of its arrays, each a row. */
export function gatherDrafts(rows: FollowedRows, event: ChangeEvent, commit: Commit, drafts: Draft[]): void {
  if (rows.followed.shape.path.arrays.length > 0) return elementDrafts(rows, event, commit, drafts);
  if (event.kind === 'delete') return deletedDrafts(rows, event, commit, drafts);
  const { keyInId } = rows.followed;
  const op = event.kind === 'insert' ? 'c' : 'u';
  // The key may have been another one.
  if (op === 'u' && !keyInId && event.before === undefined) throw imageMissing(rows);
  const before = keyInId || event.before === undefined ? undefined : rows.pushKeys(event.bytes, event.before)[0];
  if (event.after === undefined) {
    const again = idKey(event.bytes, event.key ?? missing(event));
    drafts.push(draftOf(op, rows, commit, undefined, again, before));
    return;
  }
  const row = rows.pushOne(event.bytes, event.after);
  const isMoved = before !== undefined && rows.keyText(before) !== rows.keyText(row);
  drafts.push(draftOf(op, rows, commit, row, undefined, isMoved ? before : undefined));
}

/** Of what is deleted an event tells the `_id`, and with images the document. */
function deletedDrafts(rows: FollowedRows, event: ChangeEvent, commit: Commit, drafts: Draft[]): void {
  const document = rows.followed.keyInId ? event.key : event.before;
  if (document === undefined) throw imageMissing(rows);
  for (const row of rows.pushKeys(event.bytes, document)) drafts.push(draftOf('d', rows, commit, row, undefined, undefined));
}

function draftOf(
  op: Draft['op'],
  rows: FollowedRows,
  commit: Commit,
  row: number | undefined,
  again: string | undefined,
  oldKey: number | undefined,
): Draft {
  const { at, tx, before } = commit;
  return { op, rows, version: versionOf(commit), at, tx, row, again, oldKey, before };
}

/** Elements that the array does not have any more are deleted; those that it has are told as they are now. */
function elementDrafts(rows: FollowedRows, event: ChangeEvent, commit: Commit, drafts: Draft[]): void {
  const isInsert = event.kind === 'insert';
  if (!isInsert && event.before === undefined) throw imageMissing(rows);
  if (event.kind !== 'delete' && event.after === undefined) throw imageMissing(rows);
  const after = event.after === undefined ? [] : rows.push(event.bytes, event.after);
  const before = event.before === undefined || isInsert ? [] : rows.pushKeys(event.bytes, event.before);
  const kept = new Set(after.map((row) => rows.keyText(row)));
  for (const row of before) if (!kept.has(rows.keyText(row))) drafts.push(draftOf('d', rows, commit, row, undefined, undefined));
  for (const row of after) drafts.push(draftOf(isInsert ? 'c' : 'u', rows, commit, row, undefined, undefined));
}

function versionOf(commit: Commit): Version {
  return changeVersion(commit.time, commit.nextOrdinal());
}

export function timeOf({ second, ordinal }: ChangeEvent): string {
  return fixedHex((BigInt(second) << 32n) | BigInt(ordinal));
}

function imageMissing({ followed }: FollowedRows): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `a change of ${followed.name} came without the document before or after it: it is kept for a time only, or was not kept yet`,
    remedy:
      'Read the dataset again in a new epoch. Then keep images longer than the longest outage: db.adminCommand({ setClusterParameter: { changeStreamOptions: { preAndPostImages: { expireAfterSeconds: 259200 } } } })',
    details: { collections: [followed.name] },
  });
}

function missing(event: ChangeEvent): never {
  throw new LienThongError('INTERNAL', { message: `an event ${event.kind} of ${event.collection} has no documentKey` });
}
