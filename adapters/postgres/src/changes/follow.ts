import type { ChangeBatch } from '@lienthong/core';
import { formatLsn, type LsnPosition } from '../positions.ts';
import { beginMessages, openReading, type ReadingInput, readMessage } from './log-reading.ts';
import { completeChanges } from './reread.ts';
import type { LogStream } from './walsender.ts';

/** A batch of large rows is handed on before it has `batchChanges` of them. */
const batchBytes = 16 * 1024 * 1024;
const heartbeatsPerLook = 6;

export interface FollowInput extends ReadingInput {
  readonly stream: LogStream;
  readonly position: LsnPosition;
}

/** Turns the log's stream into batches. A batch's position never lies inside a transaction. */
export async function* followLog(input: FollowInput): AsyncGenerator<ChangeBatch, void, undefined> {
  const { stream, request, signal } = input;
  const { heartbeatMs } = request;
  const reading = openReading(input);
  let due = Date.now() + heartbeatMs;
  let asked = false;
  let heldBytes = 0;
  let lookAgain = Date.now() + heartbeatsPerLook * heartbeatMs;
  const flush = async (): Promise<ChangeBatch> => {
    const { drafts, at } = reading;
    reading.drafts = [];
    heldBytes = 0;
    // A table that leaves the publication, or is made anew under its name, goes silent: the log does not say so.
    // Other tables may leave the log no quiet moment: it is looked at by the clock.
    if (Date.now() >= lookAgain) {
      await input.verify();
      lookAgain = Date.now() + heartbeatsPerLook * heartbeatMs;
    }
    reading.answerWanted = false;
    const position = { ...input.position, lsn: formatLsn(reading.reached) };
    const changes = await completeChanges(input.sessions, drafts, signal);
    due = Date.now() + heartbeatMs;
    asked = false;
    return { changes, position, at };
  };
  const isBatchDue = (): boolean => {
    const isQuiet = !stream.hasMore && reading.open === undefined;
    if (reading.drafts.length > 0 && (heldBytes >= batchBytes || isQuiet)) return true;
    return Date.now() >= due || (isQuiet && reading.answerWanted);
  };
  /** Rows of the changes that wait lie in them. */
  let held: Buffer[] = [];
  const giveBackAllBut = (current: Buffer | undefined): void => {
    for (const bytes of held) if (bytes !== current) stream.give(bytes);
    held = current === undefined ? [] : [current];
  };
  for (;;) {
    const patience = asked ? due - Date.now() : due - heartbeatMs / 2 - Date.now();
    const { bytes, bounds, count } = await stream.next(Math.max(1, patience), signal);
    beginMessages(reading, bytes, count);
    held.push(bytes);
    heldBytes += bounds[count * 2 - 1] ?? 0;
    for (let index = 0; index < count; index++) {
      const asking = readMessage(reading, bounds[index * 2] ?? 0, bounds[index * 2 + 1] ?? 0, input);
      if (asking !== undefined) await asking;
      if (reading.drafts.length >= request.batchChanges) {
        yield await flush();
        giveBackAllBut(bytes);
      }
    }
    if (isBatchDue()) {
      yield await flush();
      giveBackAllBut(undefined);
    } else if (!asked && Date.now() >= due - heartbeatMs / 2) {
      // The answer tells how far the server has come, so that the position moves while nothing of ours changes.
      stream.ask();
      asked = true;
    }
  }
}
