import { createGate, type Gate, LienThongError } from '@lienthong/core';

/** A connection, used by one caller at a time. */
export interface PooledSession {
  /** It is not used again. */
  readonly broken: boolean;
  close(): Promise<void>;
}

export interface Lease<Session> {
  readonly session: Session;
  /** May be called twice. */
  release(): Promise<void>;
}

/** The connections of one source, opened when needed, used again. */
export interface SessionPool<Session, Role> {
  /** Runs something short on a reading connection; one at a time. A broken connection is not used again. */
  use<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  /** A reading connection of one's own until `release`, for a whole range. */
  acquire(signal: AbortSignal): Promise<Lease<Session>>;
  /** A connection that nobody used before; `release` closes it. */
  fresh(role: Role, signal: AbortSignal): Promise<Lease<Session>>;
  close(): Promise<void>;
}

export interface PoolOptions<Session, Role> {
  readonly maxConnections: number;
  /** The role of connections that are used again. */
  readonly reader: Role;
  open(role: Role, signal: AbortSignal): Promise<Session>;
}

export function createSessionPool<Session extends PooledSession, Role>({
  maxConnections,
  reader,
  open: openSession,
}: PoolOptions<Session, Role>): SessionPool<Session, Role> {
  // Readers of ranges keep their connection for long. One is kept for short questions and re-reads, which following must
  // never wait for, and one for following or for set-up.
  const ranges = createGate(Math.max(1, maxConnections - 2));
  const questions = createGate(1);
  const idle: Session[] = [];
  const open = new Set<Session>();
  const closing = new AbortController();

  const track = async (role: Role, signal: AbortSignal): Promise<Session> => {
    if (closing.signal.aborted) throw closed();
    const session = await openSession(role, signal);
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
  const lease = async (gate: Gate, signal: AbortSignal): Promise<Lease<Session>> => {
    await gate.enter(signal);
    try {
      let session = idle.pop();
      while (session?.broken === true) {
        await drop(session);
        session = idle.pop();
      }
      const leased = session ?? (await track(reader, signal));
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
    fresh: async (role, signal) => {
      const session = await track(role, signal);
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
