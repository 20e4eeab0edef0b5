import { compareFloors, epochVersion, type Floor, snapshotVersion, type Version } from '@lienthong/core';
import { type BatchRows, closeRow, keyArray, rowColumns, type Truncation } from './batch-rows.ts';
import type { StoredContract } from './contracts.ts';
import { copyInto } from './copy.ts';
import { type Client, sqlState } from './database.ts';
import { readLayout } from './layout.ts';
import type { MergeHints, MergePath } from './merge-hints.ts';
import { quoteIdentifier } from './names.ts';
import { newestRows, raisedFloor, rowsAbove, versionOf } from './newest-rows.ts';

export interface MergeInput {
  readonly stream: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly floor: Floor;
  readonly contract: StoredContract;
  /** Qualified and quoted. */
  readonly table: string;
  /** The last number of the dataset's feed. */
  readonly change: number;
  readonly rows: BatchRows;
  /** The rows that count: all, or what is left of them. */
  readonly chosen: Int32Array;
}

export interface MergeResult {
  readonly accepted: number;
  readonly superseded: number;
  readonly floor: Floor;
  readonly change: number;
}

/**
 * The one rule of convergence in SQL, as `merge` of core states it: per key the highest place stays. The caller holds a
 * transaction with the rows of stream and dataset locked: nobody else writes records of the stream.
 */
export async function mergeRows(client: Client, input: MergeInput, hints: MergeHints): Promise<MergeResult> {
  const { rows, chosen, epoch } = input;
  const { floor, raisedBy } = raisedFloor(input.floor, epoch, rows.truncations);
  const candidates = rowsAbove(rows, newestRows(rows, chosen), epoch, floor);
  const winners = candidates.length === 0 ? 0 : await mergeCandidates(client, input, candidates, hints);
  let change = input.change + winners;
  let accepted = winners;
  if (raisedBy !== undefined) {
    accepted++;
    change += await clearBelow(client, input, floor, change, raisedBy);
  }
  return { accepted, superseded: chosen.length + rows.truncations.length - accepted, floor, change };
}

async function mergeCandidates(client: Client, input: MergeInput, candidates: Int32Array, hints: MergeHints): Promise<number> {
  const path = hints.choose(input.stream, likelyPath(input));
  if (path !== 'exact') {
    const worked = await tryPath(client, input, candidates, path);
    hints.learn(input.stream, path, worked);
    if (worked) return candidates.length;
  }
  const winners = await findWinners(client, input, candidates);
  if (winners.length === 0) return 0;
  // Whatever is there of a winner's key is lower: the bound only has to be above all of the epoch.
  await removeLower(client, input, winners, { epoch: input.epoch + 1, version: epochVersion, sequence: 0 });
  await copyRows(client, input, winners, '', '');
  return winners.length;
}

/** A first full read meets no rows unless it is made again, or overtaken by changes. */
function likelyPath({ floor, rows }: MergeInput): MergePath {
  const first = floor.epoch === 0 && floor.version === epochVersion;
  return first && rows.versions.every((version) => version === snapshotVersion) ? 'straight' : 'replace';
}

/** Whether the rows are in the table. Where they are not, what was removed was lower than the line of its key in any case. */
async function tryPath(client: Client, input: MergeInput, candidates: Int32Array, path: MergePath): Promise<boolean> {
  const { rows, epoch, sequence } = input;
  if (path === 'replace') await removeLower(client, input, candidates, { epoch, version: lowestVersion(rows, candidates), sequence });
  try {
    await copyRows(client, input, candidates, 'savepoint before_rows;', '; release savepoint before_rows');
    return true;
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    // Some key has a row that is not lower than all of the batch.
    await client.query('rollback to savepoint before_rows; release savepoint before_rows');
    return false;
  }
}

function lowestVersion(rows: BatchRows, candidates: Int32Array): Version {
  let lowest = versionOf(rows, candidates[0] ?? 0);
  for (const row of candidates) if (versionOf(rows, row) < lowest) lowest = versionOf(rows, row);
  return lowest;
}

async function removeLower(
  client: Client,
  { stream, contract, table, rows }: MergeInput,
  chosen: Int32Array,
  bound: { readonly epoch: number; readonly version: Version; readonly sequence: number },
): Promise<void> {
  await client.query({
    name: `remove ${contract.id}`,
    text: `delete from ${table} where _stream = $1 and _key = any($2::text[] collate "C")
      and (_epoch, _version, _sequence) < ($3::bigint, $4::text collate "C", $5::bigint)`,
    values: [stream, keyArray(rows, chosen), bound.epoch, bound.version, bound.sequence],
  });
}

async function copyRows(client: Client, input: MergeInput, chosen: Int32Array, before: string, behind: string): Promise<void> {
  let { change } = input;
  for (const row of chosen) closeRow(input.rows, row, input.stream, ++change);
  await copyInto(client, { target: `${input.table} (${rowColumns(input.contract)})`, before, behind }, input.rows, chosen);
}

/** The candidates whose key has no row at the same place or above. */
async function findWinners(client: Client, input: MergeInput, candidates: Int32Array): Promise<Int32Array> {
  const { stream, contract, table, rows, epoch, sequence } = input;
  // `offset 0` keeps it a look-up for each key, whatever the planner thinks of the table's size.
  const { rows: losers } = await client.query<{ place: string }>({
    name: `losers ${contract.id}`,
    text: `select given.place from unnest($2::text[], $3::text[], $4::integer[]) with ordinality given (key, version, line, place)
      cross join lateral (select _epoch, _version, _sequence, _line from ${table} where _stream = $1 and _key = given.key collate "C" offset 0) kept
      where (kept._epoch, kept._version, kept._sequence, kept._line) >= ($5::bigint, given.version collate "C", $6::bigint, given.line)`,
    values: [
      ...[stream, keyArray(rows, candidates), [...candidates].map((row) => versionOf(rows, row))],
      ...[[...candidates].map((row) => rows.lines[row]), epoch, sequence],
    ],
  });
  const lost = new Set(losers.map(({ place }) => Number(place) - 1));
  return candidates.filter((_, place) => !lost.has(place));
}

/** Where the first epoch of a stream begins: nothing lies below it. */
const lowestFloor: Floor = { epoch: 1, version: epochVersion };

/**
 * Turns what lies below the floor into tombstones at the floor: readers of the feed learn of it, and every later record
 * that may count is higher, because sequences begin at 1.
 */
async function clearBelow(client: Client, input: MergeInput, floor: Floor, change: number, by: Truncation): Promise<number> {
  if (compareFloors(floor, lowestFloor) === 0) return 0;
  const layout = await readLayout(client, input.contract.contract.dataset);
  if (layout === undefined) throw new Error('a dataset vanished under its lock');
  const keys = new Set(input.contract.contract.primaryKey);
  const emptied = layout.columns.filter((column) => !keys.has(column.property)).map((column) => `, ${quoteIdentifier(column.name)} = null`);
  // The only statement of a merge that may have to read the whole table.
  await client.query('set local enable_seqscan to on; set local enable_hashjoin to on; set local enable_mergejoin to on');
  const cleared = await client.query(
    // By place: a join by key would read the stream once for each of its rows when statistics know nothing of it yet.
    `with gone as materialized (
       select ctid as place, row_number() over (order by _key) as number from ${layout.table}
       where _stream = $1 and not _deleted and (_epoch, _version) < ($2::bigint, $3::text collate "C")
     )
     update ${layout.table} kept set _deleted = true, _epoch = $2::bigint, _version = $3, _sequence = 0, _line = 0,
       _at = $5::timestamptz, _tx = $6, _change = $4::bigint + gone.number${emptied.join('')}
     from gone where kept.ctid = gone.place`,
    [input.stream, floor.epoch, floor.version, change, by.at ?? null, by.tx ?? null],
  );
  return cleared.rowCount ?? 0;
}
