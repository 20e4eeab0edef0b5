import { type BoundAdapter, type CollectionDescription, type CollectionName, formatCollection, LienThongError } from '@lienthong/core';

/** A table that is read with plain queries, past everything that is to be proven. */
export interface ReadableTable {
  describe(signal: AbortSignal): Promise<CollectionDescription>;
  /** All rows in one snapshot, page by page: text forms as the adapter's type table expects them. */
  pages(collection: CollectionName, columns: readonly string[]): AsyncIterable<readonly TextRow[]>;
}

export type TextRow = readonly (string | null)[];

/** Where a table is. */
export interface TablePlace {
  readonly connectionString: string;
  /** With its schema: `ho_tich.cong_dan`. */
  readonly collection: string;
}

/** What the catalogue says of one table. */
export async function describeOne(adapter: BoundAdapter, name: string, signal: AbortSignal): Promise<CollectionDescription> {
  const context = { signal, applicationName: 'lienthong demo proof', maxConnections: 1, statementTimeoutMs: 60_000 };
  await using opened = await adapter.open(context);
  const found = (await opened.describe(signal)).find(({ collection }) => formatCollection(collection) === name);
  if (found === undefined) throw new LienThongError('COLLECTION_MISSING', { message: `${name} does not exist` });
  return found;
}
