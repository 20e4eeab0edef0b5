import { streamBatches } from '../batches.ts';
import { keyOf } from '../bson/key-string.ts';
import type { Field, Value } from '../bson/value.ts';
import { specificationOf } from '../change-streams/specification.ts';
import { openChangeStream } from '../change-streams/stream.ts';
import { ServerError } from '../errors.ts';
import { eventTransformer, soleField } from '../query/pipeline.ts';
import type { OplogEntry } from '../storage/oplog.ts';
import { isAtLeast } from '../version.ts';
import { requireAction } from './authorization.ts';
import type { CommandContext, Reply } from './command.ts';
import { firstBatch } from './cursor-reply.ts';

/** Opens the change stream of an aggregation that begins with `$changeStream`; without a name on the database or the cluster. */
export function openStream(
  context: CommandContext,
  name: string | undefined,
  stage: Field,
  stages: readonly Value[],
  documents: number,
): Promise<Reply> {
  const { request, server } = context;
  const { store, version } = server;
  if (context.transaction !== undefined)
    throw new ServerError(263, 'Operation not permitted in transaction :: caused by :: $changeStream cannot be used in a transaction');
  if (server.replicaSet.name === undefined) throw new ServerError(40573, 'The $changeStream stage is only supported on replica sets');
  requireAction(context, 'changeStream');
  const splitting = stages.at(-1) !== undefined && soleField(stages.at(-1) ?? stage).name === '$changeStreamSplitLargeEvent';
  if (splitting && !isAtLeast(version, '6.0.9'))
    throw new ServerError(40324, "Unrecognized pipeline stage name: '$changeStreamSplitLargeEvent'");
  const specification = specificationOf(stage, request.db, name, version);
  const lookUp = (entry: OplogEntry): Buffer | undefined => {
    const collection = store.catalog.find(entry.db, entry.collection);
    const isSame = collection !== undefined && entry.uuid?.equals(collection.uuid) === true && entry.id !== undefined;
    return isSame && entry.id !== undefined ? server.majority.reader(collection).get(keyOf(entry.id)) : undefined;
  };
  const stream = openChangeStream({
    oplog: store.oplog,
    specification,
    pipeline: eventTransformer(splitting ? stages.slice(0, -1) : stages),
    splitting,
    lookUp,
  });
  const namespace = `${request.db}.${name ?? '$cmd.aggregate'}`;
  return firstBatch(context, namespace, streamBatches(stream, store.oplog), { documents, waitMs: 0 });
}
