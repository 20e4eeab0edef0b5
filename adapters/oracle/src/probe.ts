import type { Probe } from '@lienthong/core';
import type { OracleOptions } from './options.ts';
import type { Sessions } from './sessions.ts';

export function probeSource(_sessions: Sessions, _options: OracleOptions, _signal: AbortSignal): Promise<Probe> {
  throw new Error('later');
}
