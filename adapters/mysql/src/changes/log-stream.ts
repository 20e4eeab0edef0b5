import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { answerError } from '../errors.ts';
import { readServerError, type ServerError } from '../text-protocol.ts';
import { encodeGtidSet, parseGtidSet } from './gtid-set.ts';
import { createLogBuffer, type LogEvents } from './log-buffer.ts';

export interface LogStream {
  /** The next events; waits for at least one, at most `timeoutMs`: then there are none. Throws when the stream ended. */
  next(timeoutMs: number, signal: AbortSignal): Promise<LogEvents>;
  /** Gives memory of events back: they must not be looked at any more. */
  give(bytes: Buffer): void;
  readonly hasMore: boolean;
  close(): void;
}

/** Where the server begins to send: at a place of its own log, or behind transactions by their numbers. */
export type LogEntry =
  | { readonly kind: 'place'; readonly file: string; readonly offset: number }
  | { readonly kind: 'gtids'; readonly gtids: string };

export interface LogRequest {
  readonly entry: LogEntry;
  /** As which replica we register. */
  readonly serverId: number;
  readonly heartbeatMs: number;
}

// Larger buffers would not be used again: the pool lets go of what is above 8 MB, and V8 collects everything for each of them.
const bufferedBytes = 2 * 1024 * 1024;
const okMarker = 0x00;
const errorMarker = 0xff;

/** Follows the log on a connection of its own. */
export async function openLogStream(session: Session, request: LogRequest, signal: AbortSignal): Promise<LogStream> {
  for (const statement of preparations(session, request)) await session.query(statement, signal);
  const buffer = createLogBuffer();
  let paused = false;
  let wake: (() => void) | undefined;
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    failure ??= { error };
    wake?.();
  };
  const stream = session.stream(dumpCommand(session, request), (bytes, start, end) => {
    const marker = bytes[start];
    if (marker === okMarker) buffer.push(bytes, start + 1, end);
    else fail(marker === errorMarker ? dumpError(readServerError(bytes, start, end)) : endedByServer());
    if (buffer.bytes >= bufferedBytes && !paused) {
      paused = true;
      stream.pause();
    }
    wake?.();
  });
  stream.ended.then(() => fail(endedByServer()), fail);

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
        stream.resume();
      }
      return taken;
    },
    give: (bytes) => buffer.give(bytes),
    close: () => stream.finish(),
  };
}

function preparations(session: Session, { entry, heartbeatMs }: LogRequest): readonly string[] {
  const nanoseconds = heartbeatMs * 1_000_000;
  const isMaria = session.version.product === 'MariaDB';
  return [
    // Both names: servers before MySQL 8.0.26 know the first one only.
    'set @master_binlog_checksum = @@global.binlog_checksum, @source_binlog_checksum = @@global.binlog_checksum',
    `set @master_heartbeat_period = ${nanoseconds}, @source_heartbeat_period = ${nanoseconds}`,
    // The server writes only when we read, and we read only when there is room.
    'set session net_write_timeout = 3600',
    ...(isMaria ? ['set @mariadb_slave_capability = 4'] : []),
    ...(isMaria && entry.kind === 'gtids' ? [`set @slave_connect_state = '${entry.gtids}', @slave_gtid_strict_mode = 0`] : []),
  ];
}

const dump = 0x12;
const dumpGtid = 0x1e;
const throughGtid = 4;
const firstOffset = 4;

function dumpCommand(session: Session, { entry, serverId }: LogRequest): Buffer {
  if (entry.kind === 'gtids' && session.version.product === 'MySQL') {
    const set = encodeGtidSet(parseGtidSet(entry.gtids));
    const head = Buffer.alloc(23);
    head[0] = dumpGtid;
    head.writeUInt16LE(throughGtid, 1);
    head.writeUInt32LE(serverId, 3);
    head.writeBigUInt64LE(BigInt(firstOffset), 11);
    head.writeUInt32LE(set.length, 19);
    return Buffer.concat([head, set]);
  }
  const head = Buffer.alloc(11);
  head[0] = dump;
  head.writeUInt32LE(entry.kind === 'place' ? entry.offset : firstOffset, 1);
  head.writeUInt32LE(serverId, 7);
  return Buffer.concat([head, Buffer.from(entry.kind === 'place' ? entry.file : '')]);
}

const logUnreadable = 1236;

/** One number stands for every failure of reading a log; what happened is in its text alone, which names files and numbers. */
function dumpError(error: ServerError): LienThongError {
  if (/same server_uuid\/server_id|same server.?id/i.test(error.message)) {
    return new LienThongError('SOURCE_POSITION_IN_USE', {
      message: 'another replica with our server_id has connected: the server serves the newer one only',
      remedy: 'Stop the other connector, or give this one a serverId of its own in its options.',
    });
  }
  if (error.errno !== logUnreadable) return answerError(error, 'following the log');
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `the server cannot send its log from the stored position on: ${error.message}`,
    remedy: 'Start a new epoch: the datasets are read from scratch. Keep the log longer (binlog_expire_logs_seconds, expire_logs_days).',
  });
}

function endedByServer(): LienThongError {
  return new LienThongError('SOURCE_BUSY', {
    message: 'the server ended the stream of its log: it is shutting down, or ended our connection',
  });
}
