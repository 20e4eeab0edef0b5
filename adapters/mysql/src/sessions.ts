import { createSessionPool, type Lease, type SessionPool } from '@lienthong/adapter-kit';
import type { OpenContext } from '@lienthong/core';
import { openSession, type Session } from './client.ts';
import type { MysqlOptions } from './options.ts';
import type { SessionRole } from './session-settings.ts';

export interface Sessions extends Omit<SessionPool<Session, SessionRole>, 'fresh'> {
  /** A connection for the log; `release` closes it. */
  follower(signal: AbortSignal): Promise<Lease<Session>>;
}

export function createSessions(options: MysqlOptions, context: OpenContext): Sessions {
  const { fresh, ...pool } = createSessionPool<Session, SessionRole>({
    maxConnections: context.maxConnections,
    reader: 'reader',
    open: (role, signal) => openSession(options, context, role, signal),
  });
  return { ...pool, follower: (signal) => fresh('follower', signal) };
}
