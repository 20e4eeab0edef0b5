import type { ChangeBatch, ChangeRequest, RowChange } from '@lienthong/core';
import type { CursorReply } from '../client.ts';
import type { Draft } from './draft.ts';
import { createFragments, readEvent } from './event.ts';
import type { FollowedRows } from './followed-rows.ts';
import type { StreamPosition } from './position.ts';
import { openReading } from './reading.ts';
import type { Stream } from './stream.ts';

/** A batch of large documents is handed on before it has `batchChanges` of them. */
const batchBytes = 16 * 1024 * 1024;
/** How long the server may look for more of a transaction whose end was not seen. */
const openWaitMs = 5;
/** The longest that one answer may take to come: what is silent for longer is noticed. */
const longestWaitMs = 5_000;

export interface FollowInput {
  readonly stream: Stream;
  readonly rows: readonly FollowedRows[];
  readonly position: StreamPosition;
  readonly request: ChangeRequest;
  /** The server's clock, milliseconds of Unix. */
  now(): number;
  /** Reads again what the events left out, as it is at this time or later. */
  complete(drafts: readonly Draft[], time: string): Promise<readonly RowChange[]>;
}

/** Turns the stream's answers into batches. A batch's position never lies inside a transaction. */
export async function* followStream(input: FollowInput): AsyncGenerator<ChangeBatch, void, undefined> {
  const { stream, rows, request } = input;
  const reading = openReading(input);
  const fragments = createFragments();
  let due = Date.now() + request.heartbeatMs;
  const flush = async (): Promise<ChangeBatch> => {
    const drafts = reading.drafts.splice(0, request.batchChanges);
    const changes = await input.complete(drafts, reading.time);
    due = Date.now() + request.heartbeatMs;
    return { changes, position: reading.drafts[0]?.before ?? reading.position, at: reading.at };
  };
  const clear = (): void => {
    if (reading.drafts.length === 0) for (const own of rows) own.reader.clear();
  };
  let ahead: Promise<CursorReply> = Promise.resolve(stream.first);
  for (;;) {
    const reply = await ahead;
    const isDry = reply.documents.length === 0;
    for (const document of reply.documents) {
      const event = fragments.take(readEvent(document));
      if (event === undefined) continue;
      reading.take(event);
      while (reading.drafts.length >= request.batchChanges || (reading.drafts.length > 0 && bytesOf(rows) >= batchBytes)) {
        yield await flush();
        clear();
      }
    }
    // A transaction shows as a whole: when there is nothing more, that was all of it.
    if (!fragments.pending && (isDry || !reading.open)) reading.caughtUp(tokenOf(reply));
    ahead = stream.next(reading.open ? openWaitMs : Math.min(longestWaitMs, due - Date.now()));
    // Whoever stops listening must not be told as an unhandled rejection.
    ahead.catch(() => undefined);
    if (isDry && reading.drafts.length === 0) reading.at = new Date(input.now()).toISOString();
    if (reading.drafts.length > 0 ? !reading.open : Date.now() >= due) {
      yield await flush();
      clear();
    }
  }
}

function bytesOf(rows: readonly FollowedRows[]): number {
  let sum = 0;
  for (const { reader } of rows) sum += reader.size;
  return sum;
}

function tokenOf({ resumeToken }: CursorReply): string | undefined {
  return typeof resumeToken?.['_data'] === 'string' ? resumeToken['_data'] : undefined;
}
