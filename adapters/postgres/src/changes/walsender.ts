import { LienThongError } from '@lienthong/core';
import type { CopyBoth, Session } from '../client.ts';
import { formatLsn } from '../positions.ts';
import { quoteIdentifier, quoteLiteral } from '../sql.ts';
import { createLogBuffer, type LogMessages } from './log-buffer.ts';
import { microsecondsNow } from './postgres-time.ts';

export interface LogStream {
  /** The next messages; waits for at least one, at most `timeoutMs`: then there are none. Throws when the stream ended. */
  next(timeoutMs: number, signal: AbortSignal): Promise<LogMessages>;
  /** Gives memory of messages back: they must not be looked at any more. */
  give(bytes: Buffer): void;
  readonly hasMore: boolean;
  /** Tells the server that everything before `lsn` is durable on our side. */
  confirm(lsn: bigint): void;
  /** Asks for a keepalive, which tells how far the server has come. */
  ask(): void;
  close(): Promise<void>;
}

export interface LogRequest {
  readonly slot: string;
  readonly publication: string;
  readonly from: bigint;
  /** The position that the server may hear of: what was acknowledged before. */
  readonly confirmed: bigint;
  /** Messages that may wait here before the server has to. */
  readonly buffered: number;
}

/** The server ends a connection that says nothing for wal_sender_timeout, a minute by default. */
const statusIntervalMs = 10_000;
const closeTimeoutMs = 3_000;
/** Bytes that may wait here before the server has to: rows can be large. */
const bufferedBytes = 16 * 1024 * 1024;

/** Follows a slot with pgoutput, protocol version 1, values as text. Nothing is confirmed but through `confirm`. */
export async function openLogStream(session: Session, request: LogRequest, signal: AbortSignal): Promise<LogStream> {
  const buffer = createLogBuffer();
  let paused = false;
  let wake: (() => void) | undefined;
  let confirmed = request.confirmed;
  let failure: { readonly error: Error } | undefined;

  const publications = quoteLiteral(quoteIdentifier(request.publication));
  const statement = `START_REPLICATION SLOT ${quoteIdentifier(request.slot)} LOGICAL ${formatLsn(request.from)} (proto_version '1', publication_names ${publications})`;
  // Set by the callback below before the first event can arrive.
  const link: { copy: CopyBoth | undefined } = { copy: undefined };
  const copy = await session.copyBoth(
    statement,
    (chunk, start, end, isLast) => {
      buffer.push(chunk, start, end, isLast);
      if (!isLast) return;
      if ((buffer.count >= request.buffered || buffer.bytes >= bufferedBytes) && !paused) {
        paused = true;
        link.copy?.pause();
      }
      wake?.();
    },
    signal,
  );
  link.copy = copy;
  const fail = (error: Error) => {
    failure = { error };
    wake?.();
  };
  copy.ended.then(() => fail(endedByServer()), fail);
  const send = (ask: boolean) => copy.send(statusUpdate(confirmed, ask));
  const timer = setInterval(() => send(false), statusIntervalMs);
  timer.unref();

  return {
    get hasMore() {
      return buffer.count > 0;
    },
    next: async (timeoutMs, waitSignal) => {
      waitSignal.throwIfAborted();
      if (buffer.count === 0 && failure === undefined) {
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(deadline);
            waitSignal.removeEventListener('abort', done);
            wake = undefined;
            resolve();
          };
          const deadline = setTimeout(done, timeoutMs);
          waitSignal.addEventListener('abort', done, { once: true });
          wake = done;
        });
        waitSignal.throwIfAborted();
      }
      if (buffer.count === 0 && failure !== undefined) throw failure.error;
      const taken = buffer.take();
      if (paused) {
        paused = false;
        copy.resume();
      }
      return taken;
    },
    give: (bytes) => buffer.give(bytes),
    confirm: (lsn) => {
      if (lsn <= confirmed) return;
      confirmed = lsn;
      send(false);
    },
    ask: () => send(true),
    close: async () => {
      clearInterval(timer);
      await copy.finish(closeTimeoutMs);
    },
  };
}

function endedByServer(): LienThongError {
  return new LienThongError('SOURCE_BUSY', { message: 'the server ended the stream of its log: it is shutting down' });
}

function statusUpdate(lsn: bigint, ask: boolean): Buffer {
  const message = Buffer.alloc(34);
  message[0] = 0x72; // r
  message.writeBigUInt64BE(lsn, 1);
  message.writeBigUInt64BE(lsn, 9);
  message.writeBigUInt64BE(lsn, 17);
  message.writeBigInt64BE(microsecondsNow(), 25);
  message[33] = ask ? 1 : 0;
  return message;
}
