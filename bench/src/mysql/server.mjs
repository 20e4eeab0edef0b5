import { listMysqlInstallations, missingMysql, startMysql } from '@lienthong/embedded-mysql';
import { createConnection } from 'mysql2/promise';
import { createCitizens } from './citizen.mjs';
import { expectSameRows } from './equal.mjs';

const database = 'bench';
// As the servers of PostgreSQL beside them: the same memory, and written through to the disk.
const settings = { 'innodb-buffer-pool-size': '512M', 'innodb-flush-log-at-trx-commit': '1', 'sync-binlog': '1', 'max-binlog-size': '1G' };
const patienceMs = 60_000;
// Of the server's own tables.
const fewPages = 16;

/**
 * Runs the work with each MySQL and MariaDB of this machine, one after the other, with the setting's citizens in it; those that are
 * not here are skipped by name.
 */
export async function withServers(setting, work) {
  for (const missing of await missingMysql()) setting.skip(missing);
  const results = [];
  for (const installation of await listMysqlInstallations()) {
    const server = await openServer(setting, installation);
    try {
      results.push(await work(server));
    } finally {
      await server.close();
    }
  }
  return {
    figures: results.flatMap(({ figures }) => figures),
    usage: results.flatMap(({ usage }) => usage),
    samples: Object.assign({}, ...results.map(({ samples }) => samples)),
  };
}

async function openServer(setting, installation) {
  const label = `${installation.product} ${installation.version}`;
  setting.say(`${label}: the same citizens are written …`);
  const server = await startMysql({ installation, settings });
  const { host, port, user, password, pid } = server;
  const close = async () => {
    client?.destroy();
    await server.stop();
  };
  let client;
  try {
    client = await createConnection({ host, port, user, password, timezone: 'Z', charset: 'utf8mb4', multipleStatements: false });
    await client.query(`create database ${database}`);
    await client.query(`use ${database}`);
    await client.query("set time_zone = '+00:00'");
    await createCitizens(client, setting.client);
    await expectSameRows(setting, client);
    return {
      ...{ label, name: installation.product.toLowerCase(), installation, pid, client, close },
      login: { host, port, user, password },
      kind: 'mysql',
      table: `${database}.citizen`,
      /** What the connector's adapter is opened with. */
      adapter: { host, port, user, password, database },
      settle: () => settle(client),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Dirty pages are on the disk, and no old versions of rows are being cleared away: some always stay. */
async function settle(client) {
  await client.query('set global innodb_max_dirty_pages_pct = 0');
  const until = Date.now() + patienceMs;
  for (let before = Infinity; Date.now() < until; ) {
    const { dirty, history } = await pending(client);
    if (dirty <= fewPages && history >= before) break;
    before = history;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await client.query('set global innodb_max_dirty_pages_pct = 90');
}

async function pending(client) {
  const [[dirty]] = await client.query("show global status like 'Innodb_buffer_pool_pages_dirty'");
  const [[history]] = await client.query(
    "select count as length from information_schema.innodb_metrics where name = 'trx_rseg_history_len'",
  );
  return { dirty: Number(dirty.Value), history: Number(history.length) };
}
