import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';

/** Of a database that knows fewer commits than were followed. */
export function wentBack(session: Session): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${session.server.database} has fewer commits than were followed: it was restored from a backup, or tracking was switched off and on`,
    remedy: 'Start a new epoch.',
  });
}
