import type { Client, Database } from './database.ts';
import { readLayout } from './layout.ts';
import { tryLockFeed } from './locks.ts';

/** Takes keys out of the feed whose records are told by later entries. */
export interface FeedSweeper {
  /** Begins a sweep of the dataset's feed, unless one is on its way; it goes on behind the caller's back. */
  begin(dataset: string): void;
  /** Resolves when no sweep is on its way any more. */
  settled(): Promise<void>;
}

export interface SweeperOptions {
  readonly database: Database;
  /** A sweep ends at its next stretch. */
  readonly closing: AbortSignal;
  /** What is not swept now is swept with a later batch. */
  readonly onError: (error: unknown) => void;
}

export function createFeedSweeper({ database, closing, onError }: SweeperOptions): FeedSweeper {
  const running = new Map<string, Promise<void>>();
  return {
    begin(dataset) {
      if (running.has(dataset)) return;
      const sweep = sweepFeed(database, dataset, closing)
        .catch(onError)
        .finally(() => running.delete(dataset));
      running.set(dataset, sweep);
    },
    async settled() {
      await Promise.all(running.values());
    },
  };
}

/** So many keys of the feed are looked up in one transaction: writers wait for none longer than for a batch. */
const keysPerStretch = 10_000;
/** An entry with so many keys or more is looked at only when half of so many of them, evenly taken, have moved on. */
const largeEntry = 1_000;
const samples = 32;

/**
 * Once through the feed, from its beginning; another process that does the same goes first. Large entries of which most still
 * counts are left as they are: looking up all of their keys would free next to nothing.
 */
export async function sweepFeed(database: Database, dataset: string, stop: AbortSignal): Promise<void> {
  let after: number | undefined = 0;
  while (after !== undefined && !stop.aborted) {
    const begin: number = after;
    after = await database.transaction((client) => sweepStretch(client, dataset, begin));
  }
}

/** Gives the number to go on behind. */
async function sweepStretch(client: Client, dataset: string, after: number): Promise<number | undefined> {
  const layout = await readLayout(client, dataset);
  if (layout === undefined) return undefined;
  await client.query('set local enable_seqscan to off; set local enable_hashjoin to off; set local enable_mergejoin to off');
  if (!(await tryLockFeed(client, dataset))) return undefined;
  // Keys that stay move to the end of their entry's numbers: a reader amidst it may see one again, and misses none.
  const { rows } = await client.query<{ last: string | null }>(
    `with touched as materialized (
       select last, count, entry, stream, keys from (
         select *, sum(count) over (order by last) - count as before from (
           select * from lienthong.feed where dataset = $1 and last > $2 order by last limit ${keysPerStretch}
         ) nearest
       ) counted where before < ${keysPerStretch}
     ), chosen as materialized (
       select last, count, entry, keys from touched where count < ${largeEntry} or (
         select 2 * count(*) filter (where record.here is null) >= count(*)
         from unnest(touched.keys) with ordinality listed (key, place)
         left join lateral (
           select true as here from ${layout.table} where _key = listed.key and _entry = touched.entry offset 0
         ) record on true
         where listed.place % (touched.count / ${samples}) = 0
       )
     ), kept as materialized (
       select chosen.last, array_agg(listed.key order by listed.place) as keys, count(*)::integer as count
       from chosen cross join lateral unnest(chosen.keys) with ordinality listed (key, place)
       cross join lateral (
         select from ${layout.table} where _key = listed.key and _entry = chosen.entry offset 0
       ) record
       group by chosen.last
     ), emptied as (
       delete from lienthong.feed using chosen where feed.dataset = $1 and feed.last = chosen.last
         and not exists (select from kept where kept.last = chosen.last)
     ), thinned as (
       update lienthong.feed set keys = kept.keys, count = kept.count from kept join chosen using (last)
       where feed.dataset = $1 and feed.last = kept.last and kept.count < chosen.count
     ), sums as (
       select (select sum(count) from chosen) - coalesce((select sum(count) from kept), 0) as gone, (select max(last) from touched) as last
     ), counted as (
       update lienthong.datasets set told = told - sums.gone, passed = passed - sums.gone from sums where dataset = $1 and sums.gone > 0
     )
     select last from sums`,
    [dataset, after],
  );
  const last = rows[0]?.last;
  return last === null || last === undefined ? undefined : Number(last);
}
