import { randomInt } from 'node:crypto';
import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { eventType, hasChecksums, readEvent } from './binlog/event.ts';
import { type LogEntry, openLogStream } from './log-stream.ts';
import type { BinlogPosition } from './position.ts';

const patienceMs = 10_000;

/** Opens the log where a position says, and refuses a file that is another one than before: nothing else tells, where servers are not told apart. */
export async function requireSameFile(
  session: Session,
  entry: LogEntry,
  position: BinlogPosition,
  checksums: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (entry.kind !== 'place' || position.fileTime === 0) return;
  // Under a number of its own, so that a reader of ours, perhaps in another process, is not thought to be dead.
  const serverId = randomInt(2_000_000_000, 4_294_967_295);
  const stream = await openLogStream(session, { entry, serverId, heartbeatMs: patienceMs }, signal);
  try {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      const { bytes, bounds, count } = await stream.next(patienceMs, signal);
      for (let index = 0; index < count; index++) {
        const [start = 0, end = 0] = [bounds[index * 2], bounds[index * 2 + 1]];
        if (bytes[start + 4] !== eventType.formatDescription) continue;
        return requireFileTime(readEvent(bytes, start, end, checksums && hasChecksums(bytes, end)).timestamp, position);
      }
    }
    throw new LienThongError('SOURCE_UNREACHABLE', { message: 'the server does not send its log' });
  } finally {
    stream.close();
  }
}

export function requireFileTime(timestamp: number, { file, fileTime }: BinlogPosition): void {
  if (fileTime === 0 || timestamp === fileTime) return;
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `the log file ${file} is another one than before: the log was reset, or this is another server`,
    remedy: 'Check that the connector is pointed at the right server; then start a new epoch: the datasets are read from scratch.',
  });
}
