import { queryBatches } from '../batches.ts';
import { keyOf } from '../bson/key-string.ts';
import { fieldsOf } from '../bson/value.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { type FindQuery, find } from '../query/find.ts';
import { matcherOf } from '../query/match.ts';
import { projectionOf } from '../query/projection.ts';
import { sortOf } from '../query/sort.ts';
import { type Collection, isView } from '../storage/collection.ts';
import { type Command, type CommandContext, collectionName, fieldCount, fieldDocument, fieldTruth, type Request } from './command.ts';
import { defaultFirstBatch, firstBatch } from './cursor-reply.ts';
import { hintedIndex } from './hint.ts';
import { findInOplog, isOplog } from './oplog-reader.ts';
import { findInConfiguration } from './router-configuration.ts';

export const findCommand: Command = {
  names: ['find'],
  kind: 'read',
  inTransaction: true,
  fields: [
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'min',
    'max',
    'noCursorTimeout',
    'allowDiskUse',
    'tailable',
    'awaitData',
    'returnKey',
    'showRecordId',
    'allowPartialResults',
    'oplogReplay',
    'let',
    'collation',
  ],
  run: (context) => {
    const { request } = context;
    for (const name of ['tailable', 'awaitData', 'returnKey', 'showRecordId']) {
      if (fieldTruth(request, name) === true) throw notBuilt(`find with ${name}`);
    }
    for (const name of ['let', 'collation']) if (request.fields.has(name)) throw notBuilt(`find with ${name}`);
    const name = collectionName(request);
    const limits = { documents: fieldCount(request, 'batchSize') ?? defaultFirstBatch, waitMs: 0 };
    const single = fieldTruth(request, 'singleBatch') === true;
    const namespace = `${request.db}.${name}`;
    if (isOplog(request.db, name)) return firstBatch(context, namespace, queryBatches(findInOplog(context)), limits, single);
    if (context.server.isRouter && request.db === 'config') {
      return firstBatch(context, namespace, queryBatches(findInConfiguration(context, name)), limits, single);
    }
    const collection = readableCollection(context, name);
    const query = queryOf(request, collection);
    if (collection === undefined) {
      validate(query);
      return firstBatch(
        context,
        namespace,
        queryBatches(() => undefined),
        limits,
        single,
      );
    }
    return firstBatch(context, namespace, queryBatches(find(context.reader(collection), query)), limits, single);
  },
};

/** A collection that may be absent, but must not be a view. */
export function readableCollection({ server, request }: CommandContext, name: string): Collection | undefined {
  const collection = server.store.catalog.find(request.db, name);
  if (collection !== undefined && isView(collection)) throw notBuilt('reading a view');
  return collection;
}

/** A collection that is not there is empty, but a wrong query is refused all the same. */
function validate(query: FindQuery): void {
  if (query.filter !== undefined) matcherOf(query.filter);
  if (query.projection !== undefined) projectionOf(query.projection);
}

function queryOf(request: Request, collection: Collection | undefined): FindQuery {
  const sort = fieldDocument(request, 'sort');
  const hint = request.fields.get('hint');
  const hinted = hintedIndex(hint, collection);
  const [min, max] = [boundOf(request, 'min', hinted), boundOf(request, 'max', hinted)];
  if (min !== undefined && max !== undefined && min >= max) throw new ServerError(51175, 'min() must be less than max()');
  return {
    filter: fieldDocument(request, 'filter'),
    sort: sort === undefined ? [] : sortOf(sort),
    projection: fieldDocument(request, 'projection'),
    skip: fieldCount(request, 'skip') ?? 0,
    limit: fieldCount(request, 'limit') ?? 0,
    min,
    max,
  };
}

function boundOf(request: Request, name: 'min' | 'max', hinted: string | undefined): string | undefined {
  const bound = fieldDocument(request, name);
  if (bound === undefined) return undefined;
  if (hinted === undefined) throw new ServerError(51173, 'When using min()/max() a hint of which index to use must be provided');
  if (hinted !== '_id_' && hinted !== '') throw notBuilt(`${name} on another index than that of _id`);
  const [id, second] = fieldsOf(bound);
  if (id?.name !== '_id' || second !== undefined) {
    throw new ServerError(51174, 'The index provided to hint does not match the bounds of min()/max()');
  }
  return keyOf(id);
}
