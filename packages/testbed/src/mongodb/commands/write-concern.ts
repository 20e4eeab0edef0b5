import { bsonType } from '../bson/types.ts';
import { fieldsOf, numberOf, textOf } from '../bson/value.ts';
import { compareTimes } from '../bson/writer.ts';
import type { Oplog } from '../storage/oplog.ts';
import { fieldDocument, type Reply, type Request } from './command.ts';
import { longestTimer } from './read-concern.ts';

/** Waits for the majority when the client asks for it. A real server from 5.0 on does so unasked, too: here who says nothing is answered at once. */
export async function awaitMajority(oplog: Oplog, request: Request): Promise<Reply> {
  const concern = fieldDocument(request, 'writeConcern');
  const fields = new Map((concern === undefined ? [] : fieldsOf(concern)).map((field) => [field.name, field]));
  const w = fields.get('w');
  if (w === undefined || w.type !== bsonType.string || textOf(w) !== 'majority') return {};
  const timeout = fields.get('wtimeout') ?? fields.get('wtimeoutMS');
  const waitMs = timeout === undefined ? 0 : numberOf(timeout, 'wtimeout');
  const end = performance.now() + (waitMs === 0 ? Number.POSITIVE_INFINITY : waitMs);
  const written = oplog.lastTime;
  while (compareTimes(oplog.committedTime, written) < 0) {
    const left = end - performance.now();
    if (left <= 0) {
      return {
        writeConcernError: {
          code: 64,
          codeName: 'WriteConcernTimeout',
          errmsg: 'waiting for replication timed out',
          errInfo: { wtimeout: true },
        },
      };
    }
    await oplog.wait(Math.min(left, longestTimer));
  }
  return {};
}
