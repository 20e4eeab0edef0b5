import { isLienThongError, LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { quoteAccount } from '../readable.ts';
import type { ServerVersion } from '../session-settings.ts';

/** Runs what asks of the log; where this login may not, the error brings the exact grant. */
export async function withGrant<T>(session: Session, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLienThongError(error) || error.details['code'] !== '1227' || session.broken) throw error;
    const [row] = await session.query('select current_user()', signal);
    throw new LienThongError('SOURCE_PERMISSION_MISSING', {
      message: 'this login may not follow the log',
      remedy: replicationGrant(session.version, row?.[0] ?? ''),
      cause: error,
    });
  }
}

/** What following takes besides reading the tables. */
function replicationGrant({ product, number }: ServerVersion, account: string): string {
  // MariaDB 10.5 gave the second one another name.
  const second = product === 'MariaDB' && number >= 100_500 ? 'BINLOG MONITOR' : 'REPLICATION CLIENT';
  return `GRANT REPLICATION SLAVE, ${second} ON *.* TO ${quoteAccount(account)};`;
}
