import type { OpenContext, Probe, Source } from '@lienthong/core';
import { describeSource } from './describe.ts';
import type { MysqlOptions } from './options.ts';
import { createSessions } from './sessions.ts';

/** Opens the source: one connection is made at once, so that a wrong address or password is told here. */
export async function openSource(options: MysqlOptions, context: OpenContext): Promise<Source> {
  const sessions = createSessions(options, context);
  try {
    await sessions.use(context.signal, (session) => session.query('select 1', context.signal));
  } catch (error) {
    await sessions.close();
    throw error;
  }
  const close = () => sessions.close();
  return {
    probe: (): Promise<Probe> => Promise.reject(new Error('not there yet')),
    describe: (signal) => describeSource(sessions, options, signal),
    close,
    [Symbol.asyncDispose]: close,
  };
}
