import type { OpenContext, Source } from '@lienthong/core';
import { changeReader } from './changes/change-reader.ts';
import { describeSource } from './describe.ts';
import { incrementalReader } from './incremental.ts';
import type { OracleOptions } from './options.ts';
import { probeSource } from './probe.ts';
import { createSessions } from './sessions.ts';
import { snapshotReader } from './snapshot.ts';

/** Opens the source: one connection is made at once, so that a wrong address or password is told here. */
export async function openSource(options: OracleOptions, context: OpenContext): Promise<Source<'snapshot' | 'incremental' | 'changes'>> {
  const sessions = createSessions(options, context);
  try {
    await sessions.use(context.signal, () => Promise.resolve());
  } catch (error) {
    await sessions.close();
    throw error;
  }
  const close = () => sessions.close();
  return {
    probe: (signal) => probeSource(sessions, options, signal),
    describe: (signal) => describeSource(sessions, signal),
    snapshot: snapshotReader(sessions, options.columns),
    incremental: incrementalReader(sessions, options.columns),
    changes: changeReader(sessions, options),
    close,
    [Symbol.asyncDispose]: close,
  };
}
