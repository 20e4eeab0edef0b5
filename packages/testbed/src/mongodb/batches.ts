import { maxUserBytes } from './change-streams/split.ts';
import type { ChangeStream } from './change-streams/stream.ts';
import type { BatchSource } from './cursors.ts';
import { ServerError } from './errors.ts';
import type { Pull } from './query/pipeline.ts';
import type { Oplog } from './storage/oplog.ts';

/** Takes documents as long as they fit into one answer; `pull` gives none that is larger than the room. */
function gather(pull: (room: number) => Buffer | undefined, limit: number): Buffer[] {
  const documents: Buffer[] = [];
  let room = Number.POSITIVE_INFINITY;
  let left = maxUserBytes;
  while (documents.length < limit) {
    const document = pull(room);
    if (document === undefined) break;
    documents.push(document);
    left -= document.length;
    room = left;
  }
  return documents;
}

/** Batches of a query that ends. */
export function queryBatches(pull: Pull): BatchSource {
  let ahead: Buffer | undefined;
  let exhausted = false;
  const next = (room: number): Buffer | undefined => {
    const document = ahead ?? pull();
    exhausted = document === undefined;
    ahead = document !== undefined && document.length > room ? document : undefined;
    return ahead === undefined ? document : undefined;
  };
  return {
    isChangeStream: false,
    batch: async ({ documents: limit }) => {
      const documents = gather(next, limit);
      return { documents, exhausted, resumeToken: undefined };
    },
  };
}

/** Batches of a change stream, which waits for events and ends only with an invalidate. */
export function streamBatches(stream: ChangeStream, oplog: Oplog): BatchSource {
  return {
    isChangeStream: true,
    batch: async (limits, isAlive) => {
      const end = performance.now() + limits.waitMs;
      for (;;) {
        const documents = gather((room) => stream.next(room), limits.documents);
        const left = end - performance.now();
        if (documents.length > 0 || stream.ended || left <= 0) {
          return { documents, exhausted: stream.ended, resumeToken: stream.resumeToken };
        }
        await oplog.wait(left);
        if (!isAlive()) throw new ServerError(237, 'cursor was killed');
      }
    },
  };
}
