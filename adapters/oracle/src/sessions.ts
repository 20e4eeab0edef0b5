import { createSessionPool, type Lease, type SessionPool } from '@lienthong/adapter-kit';
import type { OpenContext } from '@lienthong/core';
import { openSession, type Session } from './client.ts';
import type { OracleOptions } from './options.ts';

/** Where a session is: among the tables, or where the log is read. */
export type Role = 'tables' | 'log';

export interface Sessions extends Omit<SessionPool<Session, Role>, 'fresh'> {
  /** A connection for following changes; `release` closes it. */
  follower(role: Role, signal: AbortSignal): Promise<Lease<Session>>;
}

export function createSessions(options: OracleOptions, context: OpenContext): Sessions {
  const { fresh, ...pool } = createSessionPool<Session, Role>({
    maxConnections: context.maxConnections,
    reader: 'tables',
    open: (role, signal) => openSession(options, context, role === 'log' ? options.logService : undefined, signal),
  });
  return { ...pool, follower: fresh };
}
