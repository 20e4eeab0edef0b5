import type { OpenContext, Source } from '@lienthong/core';
import { changeReader } from './changes/change-reader.ts';
import { createCharsets } from './charsets.ts';
import { describeSource } from './describe.ts';
import { incrementalReader } from './incremental.ts';
import type { MysqlOptions } from './options.ts';
import { probeSource } from './probe.ts';
import { createSessions } from './sessions.ts';
import { snapshotReader } from './snapshot.ts';

/** Opens the source: one connection is made at once, so that a wrong address or password is told here. */
export async function openSource(options: MysqlOptions, context: OpenContext): Promise<Source<'snapshot' | 'incremental' | 'changes'>> {
  const sessions = createSessions(options, context);
  try {
    await sessions.use(context.signal, (session) => session.query('select 1', context.signal));
  } catch (error) {
    await sessions.close();
    throw error;
  }
  const knowledge = { policies: options.columns, charsets: createCharsets() };
  const close = () => sessions.close();
  return {
    probe: (signal) => probeSource(sessions, options, signal),
    describe: (signal) => describeSource(sessions, options, signal),
    snapshot: snapshotReader(sessions, knowledge),
    incremental: incrementalReader(sessions, knowledge),
    changes: changeReader(sessions, options, knowledge),
    close,
    [Symbol.asyncDispose]: close,
  };
}
