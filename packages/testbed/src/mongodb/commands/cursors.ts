import { bsonType } from '../bson/types.ts';
import type { Value } from '../bson/value.ts';
import { ServerError } from '../errors.ts';
import { type Command, collectionName, fieldCount, fieldText, requiredList } from './command.ts';
import { nextBatch } from './cursor-reply.ts';

export const getMore: Command = {
  names: ['getMore'],
  kind: 'member',
  inTransaction: true,
  fields: ['collection', 'batchSize'],
  run: (context) => {
    const { request } = context;
    const id = cursorId(request.fields.get('getMore'));
    const collection = fieldText(request, 'collection') ?? '';
    const limits = {
      documents: fieldCount(request, 'batchSize') || Number.POSITIVE_INFINITY,
      waitMs: fieldCount(request, 'maxTimeMS') ?? 1000,
    };
    return nextBatch(context, id, `${request.db}.${collection}`, limits);
  },
};

export const killCursors: Command = {
  names: ['killCursors'],
  kind: 'member',
  inTransaction: true,
  fields: ['cursors'],
  run: ({ request, server }) => {
    collectionName(request);
    const ids = requiredList(request, 'cursors').map((value) => cursorId(value));
    const killed = ids.filter((id) => server.cursors.kill(id));
    // A getMore that waits learns it now.
    server.store.oplog.wake();
    return { cursorsKilled: killed, cursorsNotFound: ids.filter((id) => !killed.includes(id)), cursorsAlive: [], cursorsUnknown: [] };
  },
};

function cursorId(value: Value | undefined): bigint {
  if (value?.type !== bsonType.long) throw new ServerError(14, "A cursor id is of type 'long'");
  return value.bytes.readBigInt64LE(value.start);
}
