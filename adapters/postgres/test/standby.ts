import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@lienthong/conformance/reading';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import { type Target, type TestServer, testServer } from './server.ts';

/** A primary and a physical standby of it, which can take its place. */
export interface Pair extends AsyncDisposable {
  readonly primary: TestServer & { readonly embedded: EmbeddedPostgres };
  readonly standby: TestServer & { readonly embedded: EmbeddedPostgres };
  /** Waits until the standby has replayed all that the primary has written. */
  caughtUp(): Promise<void>;
  /** Makes the standby a primary on a timeline of its own. */
  promote(): Promise<void>;
}

/** The standby is a copy of the primary's folder: the programs from npm have no pg_basebackup. */
export async function openPair(target: Target): Promise<Pair> {
  const home = mkdtempSync(join(realpathSync(tmpdir()), 'lienthong-pair-'));
  chmodSync(home, 0o755); // the account of the server must pass
  const [first, second] = [join(home, 'primary'), join(home, 'standby')];
  const common = { fsync: 'off', timezone: 'Asia/Ho_Chi_Minh' };
  const failover = target.major >= 17;
  const start = (directory: string, settings: Readonly<Record<string, string>>) =>
    startPostgres({ directory, binaries: target.binaries, settings: { ...common, ...settings } });
  const fresh = await start(first, {});
  await testServer(fresh.connectionString, fresh).sql("select pg_create_physical_replication_slot('standby', true)");
  await fresh.stop();
  if (spawnSync('cp', ['-a', first, second]).status !== 0) throw new Error('the folder of the primary could not be copied');
  const mark = spawnSync('sh', ['-c', 'cp -a "$1/PG_VERSION" "$1/standby.signal"', 'sh', join(second, 'data')]);
  if (mark.status !== 0) throw new Error('the copy could not be made a standby');
  // A consumer of the log sees nothing that the standby does not have yet.
  const primary = await start(first, failover ? { synchronized_standby_slots: 'standby' } : {});
  const standby = await start(second, {
    primary_conninfo: `host=${primary.host} port=${primary.port} user=${primary.user} password=${primary.password} dbname=postgres`,
    primary_slot_name: 'standby',
    hot_standby_feedback: 'on',
  });
  const one = { ...testServer(primary.connectionString, primary), embedded: primary };
  const two = { ...testServer(standby.connectionString, standby), embedded: standby };
  return {
    primary: one,
    standby: two,
    caughtUp: async () => {
      const [row] = await one.sql('select pg_current_wal_lsn()');
      await until(async () => (await two.sql(`select pg_last_wal_replay_lsn() >= '${row?.[0] ?? ''}'`))[0]?.[0] === 't');
    },
    promote: async () => {
      await two.sql('select pg_promote()');
      await until(async () => (await two.sql('select pg_is_in_recovery()'))[0]?.[0] === 'f');
    },
    [Symbol.asyncDispose]: async () => {
      await standby.stop('immediate');
      await primary.stop('immediate');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
