import type { CollectionDescription, ColumnDescription, TypeMapping } from '@lienthong/core';
import { estimateDocuments, listCollections, listUniqueIndexes } from './catalogue.ts';
import type { Client } from './client.ts';
import { type CollectionPath, formatCollectionName, ordinalColumn } from './collection-path.ts';
import { arraysOf, type Column } from './columns.ts';
import type { Knowledge } from './knowledge.ts';
import type { MongodbOptions } from './options.ts';

/** Every collection of the database that this login may read, by what its documents hold; and the elements of its arrays of documents. */
export async function describeSource(
  client: Client,
  options: MongodbOptions,
  knowledge: Knowledge,
  signal: AbortSignal,
): Promise<readonly CollectionDescription[]> {
  const descriptions: CollectionDescription[] = [];
  for (const listed of await listCollections(client, signal)) {
    if (listed.kind !== 'collection') continue;
    const known = await knowledge.of(listed, signal);
    const rowEstimate = await estimateDocuments(client, listed.name, signal);
    const unique = await listUniqueIndexes(client, listed.name, signal);
    for (const arrays of [[], ...arraysOf(known.fields)]) {
      const path = { collection: listed.name, arrays };
      descriptions.push(describe(options, path, knowledge.columns(path, known), arrays.length === 0 ? rowEstimate : undefined, unique));
    }
  }
  return descriptions;
}

function describe(
  { database }: MongodbOptions,
  path: CollectionPath,
  columns: readonly Column[],
  rowEstimate: number | undefined,
  unique: readonly { readonly fields: readonly string[] }[],
): CollectionDescription {
  const ids = columns.filter((column) => column.path[0] === '_id').map(({ name }) => name);
  const isTotal = (fields: readonly string[]) => fields.every((field) => columns.some(({ name, nullable }) => name === field && !nullable));
  return {
    collection: { schema: database, name: formatCollectionName(path) },
    kind: 'documents',
    columns: columns.map(describeColumn),
    primaryKey: [...ids, ...path.arrays.map(ordinalColumn)],
    uniqueKeys:
      path.arrays.length > 0 ? [] : unique.map(({ fields }) => fields).filter((fields) => fields.join() !== '_id' && isTotal(fields)),
    rowEstimate,
    comment: undefined,
  };
}

function describeColumn({ name, type, native, nullable }: Column): ColumnDescription {
  return { name, nativeType: native, type: mappingOf(type), nullable, generated: false, comment: undefined };
}

function mappingOf({ native, canonical, raw, note }: Column['type']): TypeMapping {
  return note === undefined ? { native, canonical, raw } : { native, canonical, raw, note };
}
