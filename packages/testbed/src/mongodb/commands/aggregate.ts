import { queryBatches } from '../batches.ts';
import { bsonType } from '../bson/types.ts';
import { type Field, fieldsOf, type Value } from '../bson/value.ts';
import { writeDocument } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { knownFields } from '../known-fields.ts';
import { scan } from '../query/find.ts';
import { type Pull, soleField, stagesOf } from '../query/pipeline.ts';
import { openStream } from './change-stream.ts';
import {
  type Command,
  type CommandContext,
  collectionName,
  fieldCount,
  fieldDocument,
  fieldTruth,
  type Reply,
  requiredList,
} from './command.ts';
import { currentOperations } from './current-operations.ts';
import { defaultFirstBatch, firstBatch } from './cursor-reply.ts';
import { readableCollection } from './find.ts';
import { hintedIndex } from './hint.ts';

export const aggregate: Command = {
  names: ['aggregate'],
  kind: 'read',
  inTransaction: true,
  fields: ['pipeline', 'cursor', 'explain', 'allowDiskUse', 'hint', 'let', 'collation', 'bypassDocumentValidation'],
  run: (context) => {
    const { request } = context;
    if (fieldTruth(request, 'explain') === true) throw notBuilt('explain');
    for (const name of ['let', 'collation']) if (request.fields.has(name)) throw notBuilt(`aggregate with ${name}`);
    const cursor = fieldDocument(request, 'cursor');
    if (cursor === undefined) throw new ServerError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    knownFields(cursor, 'aggregate.cursor', ['batchSize']);
    const pipeline = requiredList(request, 'pipeline');
    const first = pipeline[0] === undefined ? undefined : soleField(pipeline[0]);
    if (first?.name === '$changeStream') {
      return openStream(context, target(context), first, pipeline.slice(1), batchLimit(context));
    }
    return query(context, first, pipeline);
  },
};

function batchLimit({ request }: CommandContext): number {
  const size = fieldDocument(request, 'cursor');
  const field = size === undefined ? undefined : fieldsOf(size).find(({ name }) => name === 'batchSize');
  return field === undefined
    ? defaultFirstBatch
    : (fieldCount({ ...request, fields: new Map([['batchSize', field]]) }, 'batchSize') ?? defaultFirstBatch);
}

/** The collection that is aggregated; undefined for `aggregate: 1`. */
function target({ request }: CommandContext): string | undefined {
  return request.fields.get('aggregate')?.type === bsonType.string ? collectionName(request) : undefined;
}

function query(context: CommandContext, first: Field | undefined, pipeline: readonly Value[]): Promise<Reply> {
  const name = target(context);
  const namespace = `${context.request.db}.${name ?? '$cmd.aggregate'}`;
  const [source, rest] = sourceOf(context, name, first, pipeline);
  const pull = stagesOf(rest).reduce((before, stage) => stage(before), source);
  return firstBatch(context, namespace, queryBatches(pull), { documents: batchLimit(context), waitMs: 0 });
}

/** Where the documents come from, and the stages that are left. */
function sourceOf(
  context: CommandContext,
  name: string | undefined,
  first: Field | undefined,
  pipeline: readonly Value[],
): readonly [Pull, readonly Value[]] {
  if (first?.name === '$currentOp') return [listing(currentOperations(context, first)), pipeline.slice(1)];
  if (name === undefined)
    throw new ServerError(73, `{aggregate: 1} is not valid for '${first?.name ?? 'an empty pipeline'}'; a collection is required.`);
  const collection = readableCollection(context, name);
  if (first?.name === '$collStats') return [listing([collectionStatistics(context, name, first)]), pipeline.slice(1)];
  hintedIndex(context.request.fields.get('hint'), collection);
  if (collection === undefined) return [() => undefined, pipeline];
  const filter = first?.name === '$match' ? first : undefined;
  return [
    scan(context.reader(collection), { filter, min: undefined, max: undefined }, 1),
    filter === undefined ? pipeline : pipeline.slice(1),
  ];
}

function listing(documents: readonly Buffer[]): Pull {
  let at = 0;
  return () => documents[at++];
}

function collectionStatistics(context: CommandContext, name: string, stage: Field): Buffer {
  const fields = knownFields(stage, '$collStats', ['count', 'latencyStats', 'storageStats', 'queryExecStats']);
  if (!fields.has('count') || fields.size > 1) throw notBuilt('$collStats with anything but count');
  const collection = context.server.store.catalog.find(context.request.db, name);
  if (collection === undefined) throw new ServerError(26, `$collStats: Collection [${context.request.db}.${name}] not found.`);
  return writeDocument({
    ns: `${context.request.db}.${name}`,
    host: context.server.replicaSet.hosts[context.connection.member],
    localTime: new Date(),
    count: collection.records.size,
  });
}
