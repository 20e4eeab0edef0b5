import { type ChangeBatch, LienThongError, pauseFor } from '@lienthong/core';
import { loadDatabase } from '../database.ts';
import type { FollowInput } from '../way.ts';
import { createLogReading } from './log-reading.ts';
import { createWindowSize } from './window.ts';

const shortestPauseMs = 20;
const longestPauseMs = 1_000;
/** A log that is switched away from and not archived for so long is told of. */
const transitionMs = 5 * 60_000;

/** Window after window: at once while there is more, ever less often while nothing happens. */
export async function* followLog(input: FollowInput): AsyncGenerator<ChangeBatch, void, undefined> {
  const { log, request } = input;
  const { heartbeatMs, signal } = request;
  const reading = createLogReading(input);
  const size = createWindowSize();
  let pauseMs = shortestPauseMs;
  let told = Date.now();
  let waitingSince: number | undefined;
  try {
    for (;;) {
      const begun = Date.now();
      const database = await loadDatabase(log, signal);
      if (database.resetlogs !== input.position.resetlogs) throw beganAnew();
      const window = reading.windowUpTo(database.scn, size.current, begun);
      let count = 0;
      if (window !== undefined) {
        for await (const batch of reading.read(window, database.offset, begun, signal)) {
          yield batch;
          told = Date.now();
          count += 1;
        }
        waitingSince = reading.inTransition ? (waitingSince ?? begun) : undefined;
        if (waitingSince !== undefined && begun - waitingSince > transitionMs) throw stalled();
        size.took(Date.now() - begun);
      }
      if (Date.now() - told >= heartbeatMs) {
        yield { changes: [], position: reading.position, at: database.at };
        told = Date.now();
      }
      if (count > 0) pauseMs = shortestPauseMs;
      if (reading.behind(database.scn)) continue;
      await pauseFor(Math.min(pauseMs, Math.max(1, told + heartbeatMs - Date.now())), signal);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  } finally {
    await reading.close();
  }
}

function beganAnew(): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: 'the log began anew while it was followed: a standby took over without all of it, or the database was recovered',
    remedy: 'Start a new epoch.',
  });
}

function stalled(): LienThongError {
  return new LienThongError('SOURCE_CAPTURE_STALLED', {
    message: 'a log that the server has switched away from has not been archived for five minutes',
    remedy:
      'Look at V$ARCHIVE_DEST_STATUS: the archiver stands still, or its logs are not registered. Where V$ARCHIVED_LOG has forgotten the log, start a new epoch.',
  });
}
