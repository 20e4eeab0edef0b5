import { epochVersion, type Floor } from '@lienthong/core';
import { type BatchRows, closeRows, keyArray, rowColumns } from './batch-rows.ts';
import type { StoredContract } from './contracts.ts';
import { copyInto } from './copy.ts';
import { type Client, sqlState } from './database.ts';
import type { StreamLock } from './locks.ts';
import type { MergeHints, MergePath } from './merge-hints.ts';
import { isRead, lowestVersion, newestRows, rowsAbove, versionOf } from './newest-rows.ts';
import { placeBound } from './place.ts';

export interface MergeInput {
  readonly stream: number;
  /** How the caller's transaction holds the stream. */
  readonly lock: StreamLock;
  readonly epoch: number;
  readonly sequence: number;
  /** Below it nothing counts; with what the batch itself says. */
  readonly floor: Floor;
  readonly contract: StoredContract;
  /** Qualified and quoted. */
  readonly table: string;
  /** The entry of the feed that will tell of them. */
  readonly entry: number;
  readonly rows: BatchRows;
  /** The rows that count: all, or what is left of them. */
  readonly chosen: Int32Array;
  /** That nothing of their keys is there: whether the caller knows it, or makes the transaction anew where he was wrong. */
  readonly isNew?: 'known' | 'guessed' | undefined;
}

export interface MergeResult {
  /** The rows that are in the table now. */
  readonly winners: Int32Array;
  readonly replaced: Replaced;
}

/** How many rows gave way to others. */
export interface Replaced {
  readonly rows: number;
  /** Those among them that were no tombstones. */
  readonly records: number;
  /** Those among the records that were stored in the batch's epoch. */
  readonly ofEpoch: number;
}

const none: Replaced = { rows: 0, records: 0, ofEpoch: 0 };

/**
 * The one rule of convergence in SQL, as `merge` of core states it: per key the highest place stays. The caller holds a
 * transaction with the lock of the stream. Where that is shared, only the two guesses are tried, which are right whoever else
 * stores records meanwhile: what was looked up could be overtaken before it is acted upon. A guess that is wrong then fails
 * with `isMergeConflict`, and the transaction has to be made again alone.
 */
export async function mergeRows(client: Client, input: MergeInput, hints: MergeHints): Promise<MergeResult> {
  const { rows, chosen, epoch, floor } = input;
  const candidates = rowsAbove(rows, newestRows(rows, chosen), epoch, floor);
  if (candidates.length === 0) return { winners: candidates, replaced: none };
  closeRows(rows, candidates, input.stream, input.entry);
  let replaced = none;
  const path = input.isNew === undefined ? hints.choose(input.stream, likelyPath(input)) : 'straight';
  if (path !== 'exact') {
    const tried = await tryPath(client, input, candidates, path);
    if (input.isNew === undefined) hints.learn(input.stream, path, tried.worked);
    replaced = tried.replaced;
    if (tried.worked) return { winners: candidates, replaced };
  }
  if (input.lock === 'shared' || input.isNew === 'guessed') throw new MergeConflict();
  const winners = await findWinners(client, input, candidates);
  if (winners.length > 0) {
    // Whatever is there of a winner's key is lower: the bound only has to be above all of the epoch.
    const removed = await removeLower(client, input, winners, placeBound(epoch + 1));
    replaced = {
      rows: replaced.rows + removed.rows,
      records: replaced.records + removed.records,
      ofEpoch: replaced.ofEpoch + removed.ofEpoch,
    };
    await copyRows(client, input, winners, '', '');
  }
  return { winners, replaced };
}

/** Something that was taken for new is not. */
export class MergeConflict extends Error {}

/** Whether a transaction that shares its stream has to be made again alone: for its own keys, or because two wait for each other. */
export function isMergeConflict(error: unknown): boolean {
  return error instanceof MergeConflict || sqlState(error) === '40P01';
}

/** A first full read meets no rows unless it is made again, or overtaken by changes. */
function likelyPath({ floor, rows }: MergeInput): MergePath {
  const first = floor.epoch === 0 && floor.version === epochVersion;
  return first && isRead(rows) ? 'straight' : 'replace';
}

/** Whether the rows are in the table. What was removed was lower than the line of its key, and stays removed, in any case. */
async function tryPath(
  client: Client,
  input: MergeInput,
  candidates: Int32Array,
  path: MergePath,
): Promise<{ readonly worked: boolean; readonly replaced: Replaced }> {
  const { rows, epoch, sequence } = input;
  const bound = placeBound(epoch, lowestVersion(rows, candidates), sequence);
  const replaced = path === 'replace' ? await removeLower(client, input, candidates, bound) : none;
  try {
    await copyRows(client, input, candidates, 'savepoint before_rows;', '; release savepoint before_rows');
    return { worked: true, replaced };
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    // Some key has a row that is not lower than all of the batch.
    await client.query('rollback to savepoint before_rows; release savepoint before_rows');
    return { worked: false, replaced };
  }
}

async function removeLower(client: Client, input: MergeInput, chosen: Int32Array, bound: Buffer): Promise<Replaced> {
  const { contract, table, rows } = input;
  const keys = keyArray(rows, chosen);
  // What is of the epoch: the bound is not above it.
  const ofEpoch = placeBound(input.epoch);
  let before = 0;
  if (isRead(rows)) {
    // A table that is read again gives way to its own records, all of an epoch before: their number is all that has to be known of them.
    const { rowCount } = await client.query({
      name: `replace ${contract.id}`,
      text: `delete from ${table} where _key = any($1::bytea[]) and _place < $2 and not _deleted`,
      values: [keys, ofEpoch],
    });
    before = rowCount ?? 0;
    if (before === chosen.length) return { rows: before, records: before, ofEpoch: 0 };
  }
  const { rows: counts } = await client.query<{ rows: string; records: string; of_epoch: string }>({
    name: `remove ${contract.id}`,
    text: `with gone as (
        delete from ${table} where _key = any($1::bytea[]) and _place < $2 returning _place, _deleted
      ) select count(*) as rows, count(*) filter (where not _deleted) as records,
          count(*) filter (where not _deleted and _place >= $3) as of_epoch from gone`,
    values: [keys, bound, ofEpoch],
  });
  const [count] = counts;
  return { rows: before + Number(count?.rows), records: before + Number(count?.records), ofEpoch: Number(count?.of_epoch) };
}

async function copyRows(client: Client, input: MergeInput, chosen: Int32Array, before: string, behind: string): Promise<void> {
  await copyInto(client, { target: `${input.table} (${rowColumns(input.contract)})`, before, behind }, input.rows, chosen);
}

/** The candidates whose key has no row at the same place or above. */
async function findWinners(client: Client, input: MergeInput, candidates: Int32Array): Promise<Int32Array> {
  const { contract, table, rows, epoch, sequence } = input;
  // `offset 0` keeps it a look-up for each key, whatever the planner thinks of the table's size.
  const { rows: losers } = await client.query<{ number: string }>({
    name: `losers ${contract.id}`,
    text: `select given.number from unnest($1::bytea[], $2::bytea[]) with ordinality given (key, place, number)
      cross join lateral (select _place from ${table} where _key = given.key offset 0) kept where kept._place >= given.place`,
    values: [keyArray(rows, candidates), [...candidates].map((row) => placeBound(epoch, versionOf(rows, row), sequence, rows.lines[row]))],
  });
  const lost = new Set(losers.map(({ number }) => Number(number) - 1));
  return candidates.filter((_, index) => !lost.has(index));
}
