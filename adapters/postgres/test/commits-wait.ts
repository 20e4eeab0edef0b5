import { until } from '@lienthong/conformance/reading';
import type { TestServer } from './server.ts';

/** Meanwhile a commit is in the log, and no read sees it: a synchronous standby never answers. The server goes on behind it, come what may. */
export async function whileCommitsWait<T>(server: TestServer, work: () => Promise<T>): Promise<T> {
  const settle = async (statement: string, value: string) => {
    await server.sql(statement);
    await server.sql('select pg_reload_conf()');
    await until(async () => (await server.sql('show synchronous_standby_names'))[0]?.[0] === value);
  };
  try {
    await settle("alter system set synchronous_standby_names = 'nobody'", 'nobody');
    return await work();
  } finally {
    await settle('alter system reset synchronous_standby_names', '');
  }
}

export async function untilCommitWaits(server: TestServer): Promise<void> {
  await until(async () => (await server.sql("select 1 from pg_stat_activity where wait_event = 'SyncRep'")).length > 0);
}
