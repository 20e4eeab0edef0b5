import type { Contract } from '@lienthong/core';
import { logAccess } from '../consumers/access-log.ts';
import { authorizeReader } from '../consumers/consumer.ts';
import { recordItem } from '../consumers/item.ts';
import { readCursor, readLimit } from '../consumers/paging.ts';
import { readStreamFilter, visibleStreams } from '../consumers/visible-streams.ts';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { Problem } from '../problem/problem.ts';
import { readFeed } from '../storage/read-feed.ts';

/** Records of a dataset for consumers: page by page, or by key. */
export function recordRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.get('/v1/datasets/:dataset/records', async (c) => {
    const { dataset } = c.req.param();
    const reader = await authorizeReader(context, c.env.incoming, dataset);
    const after = readCursor(c.req.query('cursor'));
    const limit = readLimit(c.req.query('limit'));
    const filter = readStreamFilter((name) => c.req.query(name));
    const body = await context.readers.transaction(async (client) => {
      // Read before the records: whoever follows the feed from here may see a change twice, and misses none.
      const head = await client.query<{ change: string }>('select change from lienthong.datasets where dataset = $1', [dataset]);
      const streams = await visibleStreams(client, dataset, reader, filter);
      const {
        rows,
        next: behind,
        more,
      } = await readFeed(client, context.rows, {
        ...{ dataset, streams: [...streams.keys()], after, limit },
        deletions: false,
      });
      await logAccess(client, reader, { dataset, action: 'records', records: rows.length });
      context.metrics.recordsRead.inc({ dataset, action: 'records' }, rows.length);
      const next = more ? `"${behind}"` : 'null';
      const items = rows.map((row) => recordItem(row, streams.get(row.stream)));
      return `{"items":[${items.join(',')}],"next":${next},"changes":"${head.rows[0]?.change ?? '0'}"}`;
    });
    return c.body(body, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  });
  routes.get('/v1/datasets/:dataset/records/:key', async (c) => {
    const { dataset, key: given } = c.req.param();
    const reader = await authorizeReader(context, c.env.incoming, dataset);
    const filter = readStreamFilter((name) => c.req.query(name));
    const key = keyText(given, reader.contract);
    const items = await context.readers.transaction(async (client) => {
      const streams = await visibleStreams(client, dataset, reader, filter);
      const rows = await context.rows.read(client, {
        dataset,
        from: (table) => `from ${table} record where not _deleted
          and _key = any(array(select lienthong.stored_key(stream, $2) from unnest($1::integer[]) stream))`,
        values: [[...streams.keys()], key],
      });
      await logAccess(client, reader, { dataset, action: 'record', keyHash: context.hashKey(dataset, key), records: rows.length });
      context.metrics.recordsRead.inc({ dataset, action: 'record' }, rows.length);
      const rank = (stream: number) => {
        const { agency = '', source = '' } = streams.get(stream) ?? {};
        return `${agency === reader.contract.authoritativePublisher ? 0 : 1} ${agency} ${source}`;
      };
      return [...rows]
        .sort((left, right) => (rank(left.stream) < rank(right.stream) ? -1 : 1))
        .map((row) => recordItem(row, streams.get(row.stream)));
    });
    if (items.length === 0) throw new Problem('record-unknown');
    return c.body(`{"items":[${items.join(',')}]}`, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  });
  return routes;
}

/** A key in a path: the JSON array of its values, or the value alone where the key is one property. */
function keyText(given: string, contract: Contract): string {
  const kinds = contract.primaryKey.map((name) => contract.properties.find((property) => property.name === name)?.type.kind);
  if (given.startsWith('[')) {
    try {
      const values = JSON.parse(given) as unknown;
      if (Array.isArray(values) && values.length === kinds.length) return JSON.stringify(values);
    } catch {
      // Not JSON: told below, without the parser's message, which quotes the text.
    }
    throw new Problem('request-malformed', { detail: 'the key must be a JSON array of its values' });
  }
  if (kinds.length !== 1)
    throw new Problem('request-malformed', { detail: `the key has ${kinds.length} values: write them as a JSON array` });
  const bare = kinds[0] === 'integer' || kinds[0] === 'number' || kinds[0] === 'boolean';
  return bare && /^(-?\d+(\.\d+)?|true|false)$/.test(given) ? `[${given}]` : JSON.stringify([given]);
}
