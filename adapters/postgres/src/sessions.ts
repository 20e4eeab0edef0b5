import { createGate, type Gate, LienThongError, type OpenContext } from '@lienthong/core';
import { openSession, type Session } from './client.ts';
import { codeOf, replicationMissing } from './errors.ts';
import type { PostgresOptions } from './options.ts';
import type { SessionRole } from './session-settings.ts';
import { quoteIdentifier } from './sql.ts';

/** The connections of one source, opened when needed, used again. */
export interface Sessions {
  /** Runs something short on a reading connection; one at a time. A broken connection is not used again. */
  use<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  /** A reading connection of one's own until `release`, for a whole range. */
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

export function createSessions(options: PostgresOptions, context: OpenContext): Sessions {
  // Readers of ranges keep their connection for long. One is kept for short questions and re-reads, which following must
  // never wait for, and one for the log's stream or for set-up.
  const ranges = createGate(Math.max(1, context.maxConnections - 2));
  const questions = createGate(1);
  const idle: Session[] = [];
  const open = new Set<Session>();
  const closing = new AbortController();
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
  const lease = async (gate: Gate, signal: AbortSignal): Promise<Lease> => {
    await gate.enter(signal);
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
          gate.leave();
          if (leased.broken || closing.signal.aborted) await drop(leased);
          else idle.push(leased);
        },
      };
    } catch (error) {
      gate.leave();
      throw error;
    }
  };

  return {
    acquire: (signal) => lease(ranges, signal),
    use: async (signal, work) => {
      const short = await lease(questions, signal);
      try {
        return await work(short.session);
      } finally {
        await short.release();
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

function closed(): LienThongError {
  return new LienThongError('SOURCE_UNREACHABLE', { message: 'the source was closed' });
}
