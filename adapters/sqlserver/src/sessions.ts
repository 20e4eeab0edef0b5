import { createSessionPool, type Lease, type SessionPool } from '@lienthong/adapter-kit';
import type { OpenContext } from '@lienthong/core';
import { openSession, type Session } from './client.ts';
import type { SqlserverOptions } from './options.ts';

export interface Sessions extends Omit<SessionPool<Session, undefined>, 'fresh'> {
  /** A connection for following changes; `release` closes it. */
  follower(signal: AbortSignal): Promise<Lease<Session>>;
}

export function createSessions(options: SqlserverOptions, context: OpenContext): Sessions {
  const { fresh, ...pool } = createSessionPool<Session, undefined>({
    maxConnections: context.maxConnections,
    reader: undefined,
    open: (_, signal) => openSession(options, context, signal),
  });
  return { ...pool, follower: (signal) => fresh(undefined, signal) };
}
