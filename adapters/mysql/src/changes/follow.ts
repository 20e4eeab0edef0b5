import { type ChangeBatch, LienThongError } from '@lienthong/core';
import { eventType, type LogEvent } from './binlog/event.ts';
import { payloadEvents } from './binlog/transaction-payload.ts';
import type { Draft } from './draft.ts';
import { applyEvent, closePayload, takeEvent, takeRows } from './log-reading.ts';
import type { LogStream } from './log-stream.ts';
import type { BinlogPosition } from './position.ts';
import { clearRows, heldBytes, openReading, type Reading, type ReadingInput } from './reading.ts';

/** A batch of large rows is handed on before it has `batchChanges` of them. */
const batchBytes = 16 * 1024 * 1024;
/** The server sends a heartbeat when nothing else: after so many that did not come the connection is dead. */
const missedHeartbeats = 6;
const leastSilenceMs = 15_000;

export interface FollowInput extends ReadingInput {
  readonly stream: LogStream;
  readonly signal: AbortSignal;
  /** Reads again what the log left out. */
  complete(drafts: readonly Draft[]): Promise<ChangeBatch['changes']>;
}

/** Turns the log's stream into batches. A batch's position never lies inside a transaction. */
export async function* followLog(input: FollowInput): AsyncGenerator<ChangeBatch, void, undefined> {
  const { stream, request, renewals, signal } = input;
  const { heartbeatMs } = request;
  const reading = openReading(input);
  const silenceMs = Math.max(leastSilenceMs, missedHeartbeats * heartbeatMs);
  let due = Date.now() + heartbeatMs;
  let heard = Date.now();
  const positionOf = (): BinlogPosition => renewals.held() ?? { ...reading.reached.position(), lineage: input.lineage() };
  const flush = async (): Promise<ChangeBatch> => {
    const { drafts, at } = reading;
    reading.drafts = [];
    const position = positionOf();
    const changes = await input.complete(drafts);
    due = Date.now() + heartbeatMs;
    return { changes, position, at };
  };
  const tellRenewals = async function* (): AsyncGenerator<ChangeBatch, void, undefined> {
    if ((renewals.due() ?? Infinity) > Date.now()) return;
    // Behind the last page the position is that of the log again, which the drafts stand before.
    if (reading.drafts.length > 0) {
      yield await flush();
      clearRows(reading);
    }
    const changes = await renewals.next();
    if (changes.length > 0) yield { changes, position: positionOf(), at: reading.at };
  };
  for (;;) {
    const { bytes, bounds, count } = await stream.next(Math.max(1, Math.min(due, renewals.due() ?? due) - Date.now()), signal);
    if (count > 0) heard = Date.now();
    else if (Date.now() - heard > silenceMs) throw silent(silenceMs);
    for (let index = 0; index < count; index++) {
      const event = takeEvent(reading, bytes, bounds[index * 2] ?? 0, bounds[index * 2 + 1] ?? 0);
      for (const inner of eventsOf(event)) {
        const asking = applyEvent(reading, inner, input);
        if (asking !== undefined) await asking;
        while (reading.drafts.length >= request.batchChanges) {
          yield await flush();
          clearRows(reading);
          takeRows(reading, request);
        }
      }
      closeEvent(reading, event);
    }
    stream.give(bytes);
    if (Date.now() >= due || isWorthTelling(reading, stream)) {
      yield await flush();
      clearRows(reading);
    }
    if (renewals.due() !== undefined) yield* tellRenewals();
  }
}

function closeEvent(reading: Reading, event: LogEvent): void {
  if (event.type === eventType.transactionPayload) closePayload(reading, event);
  const isHeartbeat = event.type === eventType.heartbeat || event.type === eventType.heartbeat2;
  // It says that the server has sent all that it has: what is told is as new as this moment.
  if (isHeartbeat && reading.open === undefined && reading.drafts.length === 0) reading.at = reading.formatTime(Date.now() * 1000);
}

function isWorthTelling(reading: Reading, stream: LogStream): boolean {
  if (reading.drafts.length === 0) return false;
  const isQuiet = !stream.hasMore && reading.open === undefined;
  return isQuiet || heldBytes(reading) >= batchBytes;
}

function eventsOf(event: LogEvent): Iterable<LogEvent> {
  return event.type === eventType.transactionPayload ? payloadEvents(event) : [event];
}

function silent(silenceMs: number): LienThongError {
  return new LienThongError('SOURCE_UNREACHABLE', { message: `the server has sent nothing, not even a heartbeat, for ${silenceMs} ms` });
}
