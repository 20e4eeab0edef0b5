import type { FeedRow } from '../storage/read-feed.ts';
import type { StoredRow } from '../storage/rows.ts';
import type { VisibleStream } from './visible-streams.ts';

/** JSON of a record as consumers get it; the record's own text is taken as it is, so its hash can be checked. */
export function recordItem(row: StoredRow, stream: VisibleStream | undefined): string {
  return `{${head(row, stream)},"record":${row.record ?? 'null'}}`;
}

/** JSON of a change: `u` with the record as it is now, or `d`. */
export function changeItem(row: FeedRow, stream: VisibleStream | undefined): string {
  const op = row.record === undefined ? 'd' : 'u';
  return `{"op":"${op}","cursor":"${row.change}",${head(row, stream)}${row.record === undefined ? '' : `,"record":${row.record}`}}`;
}

function head(row: StoredRow, stream: VisibleStream | undefined): string {
  const { agency, source } = stream ?? {};
  const { key, epoch, version, at } = row;
  const names = JSON.stringify({ agency, source, epoch, version, at }).slice(1, -1);
  return `${names},"key":${key}`;
}
