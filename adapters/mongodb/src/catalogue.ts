import type { Document, UUID } from 'bson';
import { decode } from './bson/documents.ts';
import { elementNamed } from './bson/elements.ts';
import type { Client } from './client.ts';
import { cursorReply } from './client.ts';

/** A collection as the server lists it. */
export interface ListedCollection {
  readonly name: string;
  /** `collection`, `view` or `timeseries`. */
  readonly kind: string;
  readonly options: Document;
  /** Another one after it was dropped and made again; `undefined` for views. */
  readonly uuid: string | undefined;
}

/** The collections that this login may see; with `name` that one alone. */
export async function listCollections(client: Client, signal: AbortSignal, name?: string): Promise<readonly ListedCollection[]> {
  return client.withSession(async (session) => {
    const found: ListedCollection[] = [];
    const filter = name === undefined ? {} : { name };
    let reply = cursorReply(
      await client.command({ listCollections: 1, filter, authorizedCollections: true, nameOnly: false }, signal, { session }),
    );
    for (;;) {
      for (const bytes of reply.documents) found.push(listed(bytes));
      if (reply.id === 0n) return found.filter((collection) => !collection.name.startsWith('system.'));
      reply = cursorReply(await client.command({ getMore: reply.id, collection: '$cmd.listCollections' }, signal, { session }));
    }
  });
}

function listed(bytes: Buffer): ListedCollection {
  const { name, type, options, info } = decode(bytes);
  const uuid: UUID | undefined = info?.uuid;
  const isView = elementNamed(bytes, 'info') === undefined || type === 'view';
  return { name, kind: type ?? 'collection', options: options ?? {}, uuid: isView ? undefined : uuid?.toString('hex') };
}

/** A unique index over fields, without a condition, a collation or a hidden order of its own. */
export interface UniqueIndex {
  readonly fields: readonly string[];
}

export async function listUniqueIndexes(client: Client, collection: string, signal: AbortSignal): Promise<readonly UniqueIndex[]> {
  const reply = cursorReply(await client.command({ listIndexes: collection, cursor: { batchSize: 1_000 } }, signal));
  return reply.documents.map(decode).flatMap((index): readonly UniqueIndex[] => {
    const plain = index['unique'] === true && index['partialFilterExpression'] === undefined && index['sparse'] !== true;
    const order: unknown[] = Object.values(index['key']);
    return plain && order.every((direction) => Number(direction) === 1 || Number(direction) === -1)
      ? [{ fields: Object.keys(index['key']) }]
      : [];
  });
}

/** How many documents a collection has, by what the server keeps: nothing is counted. */
export async function estimateDocuments(client: Client, collection: string, signal: AbortSignal): Promise<number> {
  const { n } = await client.command({ count: collection }, signal);
  return Number(n);
}

/** The oldest and the newest by `_id`, so that two looks at the same documents see the same. */
export async function sampleDocuments(client: Client, collection: string, count: number, signal: AbortSignal): Promise<readonly Buffer[]> {
  const half = Math.ceil(count / 2);
  const read = async (direction: 1 | -1) => {
    const command = {
      find: collection,
      sort: { _id: direction },
      limit: half,
      batchSize: half,
      singleBatch: true,
      readConcern: { level: 'majority' },
    };
    return cursorReply(await client.command(command, signal)).documents;
  };
  const oldest = await read(1);
  return oldest.length < half ? oldest : [...oldest, ...(await read(-1))];
}
