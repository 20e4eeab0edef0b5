import { Binary } from 'bson';
import { queryBatches } from '../batches.ts';
import { bsonType } from '../bson/types.ts';
import { documentValue, type Field, fieldsOf, numberOf, type Value } from '../bson/value.ts';
import { type Content, valueOf, writeDocument } from '../bson/writer.ts';
import { knownFields } from '../known-fields.ts';
import { isEmptyFilter, type Matcher, matcherOf } from '../query/match.ts';
import type { Pull } from '../query/pipeline.ts';
import { type Collection, isView } from '../storage/collection.ts';
import { type Command, type CommandContext, collectionName, fieldDocument, fieldTruth, type Reply } from './command.ts';
import { defaultFirstBatch, firstBatch } from './cursor-reply.ts';
import { hintedIndex } from './hint.ts';
import { existingCollection } from './namespaces.ts';

const idIndex = { v: 2, key: { _id: 1 }, name: '_id_' };

export const listDatabases: Command = {
  names: ['listDatabases'],
  kind: 'read',
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run: ({ request, server }) => {
    const { catalog } = server.store;
    const nameOnly = fieldTruth(request, 'nameOnly') === true;
    const matches = filterOf(request.fields.get('filter'));
    const databases = catalog.databases().flatMap((name): readonly Content[] => {
      const all = { name, sizeOnDisk: 8192n * BigInt(catalog.collections(name).length), empty: false };
      return matches(documentValue(writeDocument(all))) ? [nameOnly ? { name } : all] : [];
    });
    return nameOnly ? { databases } : { databases, totalSize: 8192n * BigInt(databases.length), totalSizeMb: 0n };
  },
};

export const listCollections: Command = {
  names: ['listCollections'],
  kind: 'read',
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: (context) => {
    const { request, server } = context;
    const nameOnly = fieldTruth(request, 'nameOnly') === true;
    const matches = filterOf(request.fields.get('filter'));
    const documents = server.store.catalog
      .collections(request.db)
      .map((collection) => ({ collection, full: describe(collection, false) }))
      .filter(({ full }) => matches(documentValue(full)))
      .map(({ collection, full }) => (nameOnly ? describe(collection, true) : full));
    return listing(context, `${request.db}.$cmd.listCollections`, documents);
  },
};

export const listIndexes: Command = {
  names: ['listIndexes'],
  kind: 'read',
  fields: ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo'],
  run: (context) => {
    const { request, server } = context;
    const name = collectionName(request);
    const collection = existingCollection(server, request.db, name);
    const documents = [writeDocument(idIndex), ...collection.indexes.map((index) => withVersion(index))];
    return listing(context, `${request.db}.${name}`, documents);
  },
};

export const count: Command = {
  names: ['count'],
  kind: 'read',
  fields: ['query', 'limit', 'skip', 'hint', 'fields'],
  run: (context) => {
    const { request, server } = context;
    const name = collectionName(request);
    const collection = server.store.catalog.find(request.db, name);
    const filter = fieldDocument(request, 'query');
    const matches = filterOf(request.fields.get('query'));
    hintedIndex(request.fields.get('hint'), collection);
    if (collection === undefined) return { n: 0 };
    const scan =
      isEmptyFilter(filter) && context.reader(collection) === collection.records ? undefined : context.reader(collection).scan(1);
    let n = scan === undefined ? collection.records.size : 0;
    while (scan?.next() === true) if (matches(documentValue(scan.record))) n++;
    const skip = numberIn(request.fields.get('skip')) ?? 0;
    const limit = numberIn(request.fields.get('limit')) ?? 0;
    const left = Math.max(0, n - skip);
    return { n: limit > 0 ? Math.min(left, limit) : left };
  },
};

function numberIn(field: Field | undefined): number | undefined {
  return field === undefined ? undefined : numberOf(field, `count.${field.name}`);
}

function filterOf(filter: Value | undefined): Matcher {
  return filter === undefined || filter.type !== bsonType.object ? () => true : matcherOf(filter);
}

function describe(collection: Collection, nameOnly: boolean): Buffer {
  const view = isView(collection);
  const head = { name: collection.name, type: view ? 'view' : 'collection' };
  if (nameOnly) return writeDocument(head);
  if (view) return writeDocument({ ...head, options: collection.options, info: { readOnly: true } });
  return writeDocument({ ...head, options: collection.options, info: { readOnly: false, uuid: new Binary(collection.uuid, 4) }, idIndex });
}

function withVersion(index: Buffer): Buffer {
  const fields = fieldsOf(documentValue(index));
  const version = fields.find((field) => field.name === 'v') ?? valueOf(2);
  const rest = fields.filter((field) => field.name !== 'v').map((field): readonly [string, Content] => [field.name, field]);
  return writeDocument(Object.fromEntries([['v', version], ...rest]));
}

function listing(context: CommandContext, namespace: string, documents: readonly Buffer[]): Promise<Reply> {
  const cursor = fieldDocument(context.request, 'cursor');
  const size = cursor === undefined ? undefined : knownFields(cursor, `${context.request.name}.cursor`, ['batchSize']).get('batchSize');
  let at = 0;
  const pull: Pull = () => documents[at++];
  const limits = { documents: size === undefined ? defaultFirstBatch : numberOf(size, 'batchSize'), waitMs: 0 };
  return firstBatch(context, namespace, queryBatches(pull), limits);
}
