import { LienThongError, type OpenContext } from '@lienthong/core';
import { openSession, type Session } from './client.ts';
import { codeOf, replicationMissing } from './errors.ts';
import type { PostgresOptions } from './options.ts';
import type { SessionRole } from './session-settings.ts';
import { quoteIdentifier } from './sql.ts';

/** The reading connections of one source: at most `limit`, opened when needed, used again. */
export interface Sessions {
  /** Runs `work` on a reading connection; a broken one is not used again. */
  use<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  /** A reading connection of one's own until `release`. */
  acquire(signal: AbortSignal): Promise<Lease>;
  /** Runs `work` on a connection that may write and has no statement timeout; closed afterwards. */
  own<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  /** A replication connection; `release` closes it. */
  walsender(signal: AbortSignal): Promise<Lease>;
  /** What the database, and the role in it, would have set without us. Asked once. */
  natural(signal: AbortSignal): Promise<NaturalSettings>;
  withWalsender<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface NaturalSettings {
  readonly timeZone: string;
  /** Digits behind the point that `money` has by the database's lc_monetary. */
  readonly moneyDigits: number;
}

export interface Lease {
  readonly session: Session;
  release(): Promise<void>;
}

interface Waiter {
  readonly wake: () => void;
}

export function createSessions(options: PostgresOptions, context: OpenContext): Sessions {
  // One connection is kept for the log's stream or for set-up: a read while following must never wait for it.
  const limit = Math.max(1, context.maxConnections - 1);
  const idle: Session[] = [];
  const open = new Set<Session>();
  const waiters: Waiter[] = [];
  const closing = new AbortController();
  let taken = 0;
  let natural: NaturalSettings | undefined;

  const track = async (role: SessionRole, signal: AbortSignal): Promise<Session> => {
    if (closing.signal.aborted) throw closed();
    const session = await openSession(options, context, role, signal).catch((error: unknown) => {
      throw role === 'walsender' && codeOf(error) === '42501' ? replicationMissing(error, quoteIdentifier(options.user)) : error;
    });
    open.add(session);
    if (closing.signal.aborted) {
      await drop(session);
      throw closed();
    }
    return session;
  };
  const drop = async (session: Session): Promise<void> => {
    open.delete(session);
    await session.close();
  };
  const release = async (session: Session): Promise<void> => {
    if (session.broken || closing.signal.aborted) await drop(session);
    else idle.push(session);
    free();
  };
  const free = (): void => {
    taken -= 1;
    waiters.shift()?.wake();
  };
  const acquire = async (signal: AbortSignal): Promise<Lease> => {
    signal.throwIfAborted();
    while (taken >= limit) await waitForTurn(waiters, signal);
    taken += 1;
    try {
      let session = idle.pop();
      while (session?.broken === true) {
        await drop(session);
        session = idle.pop();
      }
      const leased = session ?? (await track('reader', signal));
      let released = false;
      return {
        session: leased,
        release: async () => {
          if (released) return;
          released = true;
          await release(leased);
        },
      };
    } catch (error) {
      free();
      throw error;
    }
  };

  return {
    acquire,
    use: async (signal, work) => {
      const lease = await acquire(signal);
      try {
        return await work(lease.session);
      } finally {
        await lease.release();
      }
    },
    own: async (signal, work) => {
      const session = await track('owner', signal);
      try {
        return await work(session);
      } finally {
        await drop(session);
      }
    },
    natural: async (signal) => {
      if (natural !== undefined) return natural;
      const session = await track('natural', signal);
      try {
        const [row] = await session.query("select current_setting('TimeZone'), scale(1::int4::money::numeric)", signal);
        natural = { timeZone: row?.[0] ?? 'UTC', moneyDigits: Number(row?.[1]) };
        return natural;
      } finally {
        await drop(session);
      }
    },
    withWalsender: async (signal, work) => {
      const session = await track('walsender', signal);
      try {
        return await work(session);
      } finally {
        await drop(session);
      }
    },
    walsender: async (signal) => {
      const session = await track('walsender', signal);
      return { session, release: () => drop(session) };
    },
    close: async () => {
      closing.abort(closed());
      const all = [...open];
      open.clear();
      idle.length = 0;
      await Promise.all(all.map((session) => session.close()));
    },
  };
}

function waitForTurn(waiters: Waiter[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      wake: () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      },
    };
    const onAbort = () => {
      waiters.splice(waiters.indexOf(waiter), 1);
      reject(signal.reason as Error); // an abort throws its reason unwrapped
    };
    signal.addEventListener('abort', onAbort, { once: true });
    waiters.push(waiter);
  });
}

function closed(): LienThongError {
  return new LienThongError('SOURCE_UNREACHABLE', { message: 'the source was closed' });
}
