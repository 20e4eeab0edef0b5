import type { ProbeFinding } from '@lienthong/core';
import type { Session } from './client.ts';
import { duration } from './probe-slots.ts';
import { quoteLiteral } from './sql.ts';

/** Transactions that are open for longer deserve a look: following begins only when they have ended, and no slot lets go of log behind them. */
const longSeconds = 600;

const transactionsSql = `
select 'prepared', gid, extract(epoch from clock_timestamp() - prepared)::int8 from pg_prepared_xacts
union all
select 'open', pid::text, extract(epoch from clock_timestamp() - xact_start)::int8 from pg_stat_activity
where backend_type = 'client backend' and backend_xid is not null and xact_start < clock_timestamp() - ${longSeconds} * interval '1 second'
order by 3 desc limit 10`;

/** Transactions of other programs that following waits for. Those of other logins are seen with pg_read_all_stats only. */
export async function transactionFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const rows = await session.query(transactionsSql, signal);
  return rows.map(([kind, name, age]): ProbeFinding => {
    const seconds = Number(age);
    const level = seconds >= longSeconds ? 'warning' : 'info';
    const waits = 'following cannot begin before it ends, and the log behind it is kept';
    if (kind === 'prepared') {
      return {
        level,
        id: 'transaction-prepared',
        message: `the prepared transaction ${name ?? ''} waits for ${duration(seconds)}: ${waits}`,
        remedy: `COMMIT PREPARED ${quoteLiteral(name ?? '')}; -- or ROLLBACK PREPARED, when its program has forgotten it`,
      };
    }
    return {
      level,
      id: 'transaction-long',
      message: `the transaction of process ${name ?? ''} is open for ${duration(seconds)}: ${waits}`,
      remedy: `SELECT pg_terminate_backend(${name ?? ''}); -- when nobody needs it any more`,
    };
  });
}
