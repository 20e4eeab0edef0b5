import type { PlatformContext } from '../context.ts';
import { readFeed } from '../storage/read-feed.ts';
import { logAccess } from './access-log.ts';
import type { Reader } from './consumer.ts';
import { changeItem } from './item.ts';
import { type StreamFilter, visibleStreams } from './visible-streams.ts';

export interface ChangeQuery {
  readonly dataset: string;
  readonly filter: StreamFilter;
  readonly after: number;
  readonly limit: number;
}

export interface ChangePage {
  readonly items: readonly { readonly cursor: number; readonly json: string }[];
  /** Where to go on. */
  readonly next: number;
  /** Whether more may be there already. */
  readonly more: boolean;
}

/** What changed behind a cursor, each key once with its newest state. */
export async function readChanges(context: PlatformContext, reader: Reader, query: ChangeQuery): Promise<ChangePage> {
  const { dataset, after, limit } = query;
  return await context.readers.transaction(async (client) => {
    const streams = await visibleStreams(client, dataset, reader, query.filter);
    const { rows, next, more } = await readFeed(client, context.rows, {
      ...{ dataset, streams: [...streams.keys()], after, limit },
      deletions: true,
    });
    if (rows.length > 0) await logAccess(client, reader, { dataset, action: 'changes', records: rows.length });
    context.metrics.recordsRead.inc({ dataset, action: 'changes' }, rows.length);
    const items = rows.map((row) => ({ cursor: row.change, json: changeItem(row, streams.get(row.stream)) }));
    return { items, next, more };
  });
}
