import { compareFloors, epochVersion, type Floor } from '@lienthong/core';
import type { Truncation } from './batch-rows.ts';
import type { StoredContract } from './contracts.ts';
import type { Client } from './database.ts';
import { readLayout } from './layout.ts';
import { quoteIdentifier } from './names.ts';
import { placeBound } from './place.ts';
import { ofStream } from './stored-key.ts';
import type { StreamRecords } from './stream-records.ts';

export interface ClearInput {
  readonly stream: number;
  /** With those of the batch. */
  readonly records: StreamRecords;
  readonly contract: StoredContract;
  readonly floor: Floor;
  readonly by: Truncation;
  /** The last number of the dataset's feed, whose row is locked; numbers go on behind it. */
  readonly change: number;
  /** The entry of the feed that tells of them. */
  readonly entry: number;
}

/** Where the first epoch of a stream begins: nothing lies below it. */
const lowestFloor: Floor = { epoch: 1, version: epochVersion };

/** Keys of one entry of the feed: what a reader has to unpack at once. */
const keysPerEntry = 5000;

/**
 * Turns what lies below the floor into tombstones at the floor, and gives their number: readers of the feed learn of it, and
 * every later record that may count is higher, because sequences begin at 1. The caller has the stream's lock alone.
 */
export async function clearBelow(client: Client, input: ClearInput): Promise<number> {
  const { stream, records, contract, floor, by, change, entry } = input;
  if (compareFloors(floor, lowestFloor) === 0 || isRenewed(records, floor)) return 0;
  const { dataset, primaryKey } = contract.contract;
  const layout = await readLayout(client, dataset);
  if (layout === undefined) throw new Error('a dataset vanished under its lock');
  const keys = new Set(primaryKey);
  const emptied = layout.columns.filter((column) => !keys.has(column.property)).map((column) => `, ${quoteIdentifier(column.name)} = null`);
  // The only statement of a merge that may have to read the whole table.
  await client.query('set local enable_seqscan to on; set local enable_bitmapscan to on');
  const { rows } = await client.query<{ cleared: string }>(
    `with gone as (
       update ${layout.table} set _deleted = true, _place = $2,
         _at = $4::timestamptz, _tx = $5, _entry = $6::bigint${emptied.join('')}
       where ${ofStream('$1')} and not _deleted and _place < $3 returning _key
     ), numbered as (
       select _key, row_number() over (order by _key) as number from gone
     ), told as (
       insert into lienthong.feed (dataset, last, count, entry, stream, keys)
       select $7, $8::bigint + max(number), count(*), $6::bigint, $1, array_agg(_key order by number)
       from numbered group by (number - 1) / ${keysPerEntry} returning count
     )
     select coalesce(sum(count), 0) as cleared from told`,
    [
      stream,
      placeBound(floor.epoch, floor.version, 0, 0),
      placeBound(floor.epoch, floor.version),
      by.at ?? null,
      by.tx ?? null,
      entry,
      dataset,
      change,
    ],
  );
  return Number(rows[0]?.cleared);
}

/** After most full reads nothing is left of the epochs before: the table need not be read to know that. */
function isRenewed({ epoch, total, renewed }: StreamRecords, floor: Floor): boolean {
  return floor.epoch === epoch && floor.version === epochVersion && total !== undefined && total === renewed;
}
