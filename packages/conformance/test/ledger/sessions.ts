import { createGate, LienThongError } from '@lienthong/core';
import type { Database, LedgerServer, Session } from './database.ts';

/** The connections of one source. */
export interface Sessions {
  readonly database: Database;
  /** On a connection, which goes back when `work` has ended. */
  use<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  acquire(signal: AbortSignal): Promise<Session>;
  release(session: Session): void;
  close(): void;
}

export function createSessions(server: LedgerServer, database: Database, maxConnections: number): Sessions {
  const gate = createGate(maxConnections);
  const own = new Set<Session>();
  let isClosed = false;
  const acquire = async (signal: AbortSignal): Promise<Session> => {
    await gate.enter(signal);
    if (isClosed) throw new LienThongError('SOURCE_UNREACHABLE', { message: 'the source is closed' });
    const session: Session = { isCut: false };
    own.add(session);
    server.sessions.add(session);
    return session;
  };
  const release = (session: Session): void => {
    own.delete(session);
    server.sessions.delete(session);
    gate.leave();
  };
  return {
    database,
    acquire,
    release,
    use: async (signal, work) => {
      const session = await acquire(signal);
      try {
        return await work(session);
      } finally {
        release(session);
      }
    },
    close: () => {
      isClosed = true;
      for (const session of own) server.sessions.delete(session);
    },
  };
}

/** A way to the server and back. */
export async function ask(session: Session, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise(setImmediate);
  signal.throwIfAborted();
  if (session.isCut) throw new LienThongError('SOURCE_UNREACHABLE', { message: 'the connection was cut' });
}

/** Waits until something happens in the database, at most `timeoutMs`. */
export async function happening(database: Database, timeoutMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      database.listeners.delete(done);
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    signal.addEventListener('abort', done);
    database.listeners.add(done);
  });
  signal.throwIfAborted();
}

/** Waits until every transaction that is open now has ended. */
export async function allEnded(database: Database, signal: AbortSignal): Promise<void> {
  const open = [...database.writers];
  while (open.some((writer) => database.writers.has(writer))) await happening(database, 1_000, signal);
}
