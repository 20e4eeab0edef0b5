import type { Document, Timestamp } from 'bson';
import { type Client, type CursorReply, cursorReply, type Session } from '../client.ts';
import type { Deployment } from '../identity.ts';
import type { Followed } from './followed.ts';
import { type StreamPosition, timestampOf } from './position.ts';

/** A change stream over the database, read answer by answer. */
export interface Stream {
  readonly first: CursorReply;
  /** The next answer: at once when there is something, else after `waitMs`, empty. */
  next(waitMs: number): Promise<CursorReply>;
  /** Lets the server forget the cursor; a server that cannot be asked forgets it by itself. */
  close(): Promise<void>;
}

/** Events of one answer, at most; the server ends an answer at 16 MB in any case. */
const eventsPerAnswer = 1_000;

export async function openStream(
  client: Client,
  session: Session,
  deployment: Deployment,
  followed: readonly Followed[],
  position: StreamPosition,
  signal: AbortSignal,
): Promise<Stream> {
  const command = {
    aggregate: 1,
    pipeline: pipelineOf(deployment, followed, position),
    cursor: { batchSize: eventsPerAnswer },
    readConcern: { level: 'majority' },
  };
  const first = cursorReply(await client.command(command, signal, { session }));
  const collection = '$cmd.aggregate';
  return {
    first,
    next: async (waitMs) => {
      const more = { getMore: first.id, collection, batchSize: eventsPerAnswer, maxTimeMS: Math.max(1, Math.round(waitMs)) };
      return cursorReply(await client.command(more, signal, { session }));
    },
    close: async () => {
      const kill = { killCursors: collection, cursors: [first.id] };
      await client.command(kill, AbortSignal.timeout(1_000), { session }).catch(() => undefined);
    },
  };
}

function pipelineOf(deployment: Deployment, followed: readonly Followed[], position: StreamPosition): readonly Document[] {
  const from: { readonly startAfter: Document } | { readonly startAtOperationTime: Timestamp } =
    position.token === null ? { startAtOperationTime: timestampOf(position.time) } : { startAfter: { _data: position.token } };
  const images = followed.some((own) => own.images) ? { fullDocument: 'whenAvailable', fullDocumentBeforeChange: 'whenAvailable' } : {};
  const names = [...new Set(followed.map(({ shape }) => shape.path.collection))];
  const ofOurs = [{ 'ns.coll': { $in: names } }, { 'to.coll': { $in: names } }, { operationType: { $in: ['dropDatabase', 'invalidate'] } }];
  return [
    { $changeStream: { ...from, ...images } },
    { $match: { $or: ofOurs } },
    // A large field that was changed would travel twice; rows are made of whole documents.
    { $project: { updateDescription: 0 } },
    ...(splitsLargeEvents(deployment.version) ? [{ $changeStreamSplitLargeEvent: {} }] : []),
  ];
}

/** From 6.0.9, and from 7.0. */
function splitsLargeEvents(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major >= 7 || (major === 6 && (minor > 0 || patch >= 9));
}
