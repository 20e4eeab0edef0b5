import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair } from '@lienthong/core';
import { startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { openPlatform } from './platform.mjs';
import { createBacklogWriter } from './source/backlog.mjs';
import { createCitizens } from './source/citizen.mjs';
import { connectorRole, logLinePrefix } from './source/statement-log.mjs';

// Both servers alike, and as an operator would have them: a yardstick on a tuned server and a platform on an untuned one
// would measure the tuning. Both write through to the disk (a directory of its own keeps fsync on).
const sharedMegabytes = 512;
const serverSettings = {
  fsync: 'on',
  shared_buffers: `${sharedMegabytes}MB`,
  min_wal_size: '4GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
};

/** A source with the citizens in it, a server for platforms, and what the cases need of both. */
export async function openSetting(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-bench-'));
  // The servers run as another user where we are root: they must get through.
  chmodSync(folder, 0o755);
  const closers = [async () => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const start = async (name, settings) => {
      const server = await startPostgres({ directory: join(folder, name), settings: { ...serverSettings, ...settings } });
      closers.push(() => server.stop());
      const client = new pg.Client({ connectionString: server.connectionString, application_name: 'bench' });
      await client.connect();
      closers.push(() => client.end());
      await touchBuffers(client);
      await fillLog(client);
      return { server, client };
    };
    const { server: source, client } = await start('source', { log_line_prefix: logLinePrefix });
    // Nobody follows its log: as a platform starts its own server.
    const { server: platformServer, client: admin } = await start('platform', { wal_level: 'replica' });
    const connectorUrl = await createRole(client, source);
    await createCitizens(client, rows);
    await createBacklogWriter(client);
    const { rows: told } = await admin.query("select current_setting('huge_pages_status', true) as status");
    const setting = {
      folder,
      source,
      client,
      connectorUrl,
      platformServer,
      /** Whether the servers have huge pages: 'on' or 'off'; null where the server does not say. */
      hugePages: told[0].status,
      admin,
      keys: generateKeyPair(),
      platform: undefined,
      platforms: 0,
    };
    closers.push(() => setting.platform?.close());
    /** A platform that has seen nothing yet, with an empty database. */
    setting.renewPlatform = async () => {
      await setting.platform?.close();
      setting.platforms += 1;
      setting.platform = await openPlatform(setting, `platform_${setting.platforms}`);
    };
    return { setting, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Processes whose CPU time counts, by what they are. `server`: the source, where it is another one. */
export function groupsOf({ source, platformServer, platform }, connector, server = source) {
  return {
    source: server.pid,
    platformServer: platformServer.pid,
    ...(platform === undefined ? {} : { platform: platform.pid }),
    ...(connector === undefined ? {} : { connector: connector.pid }),
  };
}

/**
 * A server that has served for a day has all its memory from the system: else the first to write as much pays for it. One row
 * to a page, by INSERT: COPY would use some few pages again and again.
 */
async function touchBuffers(client) {
  await client.query('create table touched (filling text) with (fillfactor = 10, autovacuum_enabled = off)');
  await client.query(`insert into touched select repeat(md5(page::text), 25) from generate_series(1, ${sharedMegabytes * 128}) page`);
  await client.query('drop table touched');
}

/**
 * Segments of the log, 16 MB each, are used again once they are there (min_wal_size): a server that has been at work makes no new ones.
 * More than any part writes.
 */
async function fillLog(client) {
  for (let segment = 0; segment < 128; segment++) {
    await client.query("select pg_logical_emit_message(true, 'bench', 'a server at work')");
    await client.query('select pg_switch_wal()');
  }
  await client.query('checkpoint');
}

// A role of its own, so that the server's log can tell the connector's statements from ours.
async function createRole(client, source) {
  const password = randomBytes(18).toString('base64url');
  await client.query(`create role ${connectorRole} superuser replication login password '${password}'`);
  await client.query(`alter role ${connectorRole} set log_min_duration_statement to 0`);
  return `postgresql://${connectorRole}:${password}@${source.host}:${source.port}/${source.database}`;
}
