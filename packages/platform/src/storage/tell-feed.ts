import { type BatchRows, keyArray } from './batch-rows.ts';
import type { Client } from './database.ts';

export interface Telling {
  readonly dataset: string;
  readonly stream: number;
  /** What the records bear. */
  readonly entry: number;
  /** The last number of the feed until now; the dataset's row is locked. */
  readonly change: number;
  readonly rows: BatchRows;
  readonly winners: Int32Array;
  /** How many records have an entry already, numbered behind those of the winners. */
  readonly cleared: number;
  /** How many records took the place of one that an older entry tells of. */
  readonly replaced: number;
}

/** A feed with fewer keys than these is not worth a sweep. */
const leastPassed = 10_000;

/**
 * Enters into the feed which keys a batch changed. Their numbers are given while the dataset's row is locked until the
 * commit, so that they become visible in their own order and no reader can skip one. Resolves with whether it is time to
 * sweep: more than two thirds of the feed's keys are passed by readers, because their records are told by later entries. Earlier, a
 * sweep would look up more keys that stay than it takes out; and it leaves less than half, so that it is not due again at once.
 */
export async function tellFeed(client: Client, telling: Telling): Promise<boolean> {
  const { dataset, stream, entry, change, rows, winners, cleared, replaced } = telling;
  const told = winners.length + cleared;
  if (told === 0) return false;
  const passed = replaced + cleared;
  const { rows: datasets } = await client.query<{ due: boolean }>({
    name: 'tell',
    text: `with entered as (
        insert into lienthong.feed (dataset, last, count, entry, stream, keys) select $1, $2, $3, $4, $5, $6::bytea[] where $3::integer > 0
      ) update lienthong.datasets set change = $7, told = told + $8, passed = passed + $9 where dataset = $1
        returning passed > greatest(told / 3 * 2, ${leastPassed}) as due`,
    values: [
      ...[dataset, change + winners.length, winners.length, entry, stream, keyArray(rows, winners)],
      ...[change + told, told, passed],
    ],
  });
  return datasets[0]?.due === true;
}
