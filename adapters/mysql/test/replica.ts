import { until } from '@lienthong/conformance/reading';
import type { Target, TestServer } from './server.ts';

/** Makes `replica` follow `primary` with GTIDs; `stop` ends that, as a promotion does. */
export async function replicate(
  target: Target,
  primary: TestServer,
  replica: TestServer,
): Promise<{ caughtUp(): Promise<void>; stop(): Promise<void> }> {
  const { host, port, user, password } = primary.input;
  const isMaria = target.product === 'MariaDB';
  await using session = await replica.session();
  await session.sql('drop database ho_tich');
  await session.sql(isMaria ? 'reset master' : 'reset binary logs and gtids');
  await session.sql(
    isMaria
      ? `change master to master_host='${host}', master_port=${port}, master_user='${user}', master_password='${String(password)}', master_use_gtid=slave_pos`
      : `change replication source to source_host='${host}', source_port=${port}, source_user='${user}', source_password='${String(password)}', source_auto_position=1, get_source_public_key=1`,
  );
  await session.sql(isMaria ? 'start slave' : 'start replica');
  const variable = isMaria ? '@@global.gtid_binlog_pos' : '@@global.gtid_executed';
  return {
    caughtUp: async () => {
      const [goal] = await primary.sql(`select ${variable}`);
      await until(async () => {
        // Until its creation came over too, the replica has no such database to log in to.
        const [row] = await unlessUnknownDatabase(
          replica.sql(isMaria ? `select ${variable} = '${goal?.[0] ?? ''}'` : `select gtid_subset('${goal?.[0] ?? ''}', ${variable})`),
        );
        return row?.[0] === '1';
      });
    },
    stop: async () => {
      await replica.sql(isMaria ? 'stop slave' : 'stop replica');
      await replica.sql(isMaria ? 'reset slave all' : 'reset replica all');
    },
  };
}

async function unlessUnknownDatabase(rows: Promise<(string | null)[][]>): Promise<(string | null)[][]> {
  try {
    return await rows;
  } catch (error) {
    if (error instanceof Error && error.message.includes('Unknown database')) return [];
    throw error;
  }
}
