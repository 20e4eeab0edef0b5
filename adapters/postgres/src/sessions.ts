import { createSessionPool, type Lease, type SessionPool } from '@lienthong/adapter-kit';
import type { OpenContext } from '@lienthong/core';
import { openSession, type Session } from './client.ts';
import { codeOf, replicationMissing } from './errors.ts';
import type { PostgresOptions } from './options.ts';
import type { SessionRole } from './session-settings.ts';
import { quoteIdentifier } from './sql.ts';

export interface Sessions extends Omit<SessionPool<Session, SessionRole>, 'fresh'> {
  /** Runs `work` on a connection that may write and has no statement timeout; closed afterwards. */
  own<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  /** A replication connection; `release` closes it. */
  walsender(signal: AbortSignal): Promise<Lease<Session>>;
  /** What the database, and the role in it, would have set without us. Asked once. */
  natural(signal: AbortSignal): Promise<NaturalSettings>;
  withWalsender<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
}

export interface NaturalSettings {
  readonly timeZone: string;
  /** Digits behind the point that `money` has by the database's lc_monetary. */
  readonly moneyDigits: number;
}

export function createSessions(options: PostgresOptions, context: OpenContext): Sessions {
  const { fresh, ...pool } = createSessionPool<Session, SessionRole>({
    maxConnections: context.maxConnections,
    reader: 'reader',
    open: (role, signal) =>
      openSession(options, context, role, signal).catch((error: unknown) => {
        throw role === 'walsender' && codeOf(error) === '42501' ? replicationMissing(error, quoteIdentifier(options.user)) : error;
      }),
  });
  let natural: NaturalSettings | undefined;
  const within = async <T>(role: SessionRole, signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> => {
    const { session, release } = await fresh(role, signal);
    try {
      return await work(session);
    } finally {
      await release();
    }
  };
  return {
    ...pool,
    own: (signal, work) => within('owner', signal, work),
    natural: async (signal) => {
      natural ??= await within('natural', signal, async (session) => {
        const [row] = await session.query("select current_setting('TimeZone'), scale(1::int4::money::numeric)", signal);
        return { timeZone: row?.[0] ?? 'UTC', moneyDigits: Number(row?.[1]) };
      });
      return natural;
    },
    walsender: (signal) => fresh('walsender', signal),
    withWalsender: (signal, work) => within('walsender', signal, work),
  };
}
