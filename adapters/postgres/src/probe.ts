import type { Probe } from '@lienthong/core';
import type { PostgresOptions } from './options.ts';
import type { Sessions } from './sessions.ts';

export async function probeSource(sessions: Sessions, options: PostgresOptions, signal: AbortSignal): Promise<Probe> {
  return sessions.use(signal, async () => ({
    product: 'PostgreSQL',
    version: options.database,
    identity: '',
    readiness: { snapshot: { ready: true }, incremental: { ready: true }, changes: { ready: true } },
    findings: [],
  }));
}
