import type { Client } from './database.ts';
import type { RowReader, StoredRow } from './rows.ts';

export interface FeedQuery {
  readonly dataset: string;
  readonly streams: readonly number[];
  /** Numbers above it are read. */
  readonly after: number;
  readonly limit: number;
  /** Whether tombstones are wanted. */
  readonly deletions: boolean;
}

export interface FeedRow extends StoredRow {
  readonly change: number;
}

export interface FeedPage {
  /** By number; each key once, with what it is now. */
  readonly rows: readonly FeedRow[];
  /** Where to go on. */
  readonly next: number;
  /** Whether more may be there already. A page can be short, or empty, and have more behind it. */
  readonly more: boolean;
}

/** Looks at so many stretches of the feed for one page, where they hold next to nothing that still counts. */
const mostStretches = 10;

/** A stretch that holds nothing is followed by one twice as long, up to so many keys. */
const mostKeys = 50_000;

/**
 * A page of the feed. Numbers become visible in their own order, because a writer holds the dataset's row from giving them to
 * its commit: no page can skip one. The caller holds a transaction.
 */
export async function readFeed(client: Client, reader: RowReader, query: FeedQuery): Promise<FeedPage> {
  // Look-ups by key, whatever the planner thinks of a table that grows faster than its statistics.
  await client.query('set local enable_seqscan to off; set local enable_hashjoin to off; set local enable_mergejoin to off');
  const rows: FeedRow[] = [];
  let { after } = query;
  let keys = query.limit;
  for (let stretch = 0; stretch < mostStretches && rows.length < query.limit; stretch++) {
    const wanted = query.limit - rows.length;
    const until = await stretchEnd(client, { ...query, after }, keys);
    if (until === undefined) return { rows, next: after, more: false };
    const found = await readStretch(client, reader, { ...query, after }, until);
    rows.push(...found.slice(0, wanted));
    after = found.length > wanted ? (found[wanted - 1]?.change ?? until) : until;
    keys = found.length === 0 ? Math.max(keys, Math.min(2 * keys, mostKeys)) : query.limit;
  }
  return { rows, next: after, more: true };
}

/** The number up to which at most `count` keys stand behind `after`. */
async function stretchEnd(client: Client, { dataset, streams, after }: FeedQuery, count: number): Promise<number | undefined> {
  const { rows } = await client.query<{ until: string | null }>({
    name: 'stretch',
    text: `select max(last - greatest(sum - $4, 0)) as until from (
        select last, unread, sum(unread) over (order by last) as sum from (
          select last, least(count, last - $2) as unread from lienthong.feed
          where dataset = $1 and last > $2 and stream = any($3::integer[]) order by last limit $4
        ) nearest
      ) counted where sum - unread < $4`,
    values: [dataset, after, streams, count],
  });
  const until = rows[0]?.until;
  return until === null || until === undefined ? undefined : Number(until);
}

async function readStretch(client: Client, reader: RowReader, query: FeedQuery, until: number): Promise<readonly FeedRow[]> {
  const { dataset, streams, after, deletions } = query;
  // Of the keys of an entry, only those are unpacked whose numbers lie within the stretch.
  const rows = await reader.read(client, {
    dataset,
    change: 'told.number',
    from: (table) => `from (
        select stream, entry, keys[greatest($2 - before, 0) + 1 : least($3, last) - before] as keys, greatest($2, before) as before
        from (select *, last - count as before from lienthong.feed where dataset = $1 and last > $2 and last - count < $3) touched
        where stream = any($4::integer[])
      ) entry
      cross join lateral (select key, entry.before + place as number from unnest(entry.keys) with ordinality listed (key, place)) told
      cross join lateral (
        select * from ${table} where _key = told.key and _entry = entry.entry${deletions ? '' : ' and not _deleted'}
        offset 0
      ) record
      order by told.number`,
    values: [dataset, after, until, streams],
  });
  return rows.map((row) => ({ ...row, change: row.change ?? 0 })); // the query asks for it
}
