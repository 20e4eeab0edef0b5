import { findMysql, type MysqlProduct, startMysql } from '@lienthong/embedded-mysql';
import { type ConnectionOptions, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { SourceServer } from '../engine.ts';
import { another, database, schema } from './schema.ts';
import { connectMysql } from './session.ts';

/** What a server must have set that is killed: every commit on disk, in the engine and in the log. Logs are short, so that they are changed often. */
const settings = {
  'innodb-flush-log-at-trx-commit': '1',
  'sync-binlog': '1',
  'innodb-doublewrite': undefined,
  'max-binlog-size': '262144',
};

export async function startMysqlSource(product: MysqlProduct): Promise<SourceServer> {
  const installation = await findMysql(product);
  if (installation === undefined) throw new Error(`there is no ${product} on this machine`);
  const server = await startMysql({ installation, settings });
  const { host, port, user, password } = server;
  const login: ConnectionOptions = { host, port, user, password };
  try {
    await ask(login, schema);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const own: ConnectionOptions = { ...login, database };
  let revisions = 0;
  const reserve = (count: number): number => {
    const first = revisions + 1;
    revisions += count;
    return first;
  };
  return {
    product: `${product} ${installation.version}`,
    ...{ host, port },
    adapter: (through, which) => ({
      kind: 'mysql',
      options: { host: '127.0.0.1', port: through, user, password, database: which === 'own' ? database : another },
    }),
    collection: ({ name }) => `${database}.${name}`,
    keyColumn: (_table, column) => column,
    connect: () => connectMysql(own, reserve),
    async rows({ name, key }) {
      const keys = key.map(([column]) => column).join(', ');
      const instant = "date_format(viet_luc, '%Y-%m-%d %H:%i:%s.%f')";
      const rows = await ask<KeyedRow>(own, [
        "set time_zone = '+00:00'",
        `select concat_ws('/', ${keys}) as k, concat_ws('|', revision, wide_revision, ho_ten, thu_nhap, ${instant}, ly_lich) as v from ${name}`,
      ]);
      return new Map(rows.map(({ k, v }) => [k, v]));
    },
    async totals({ name }) {
      const rows = await ask<KeyedRow>(own, [
        `select concat_ws(' ', count(*), coalesce(sum(thu_nhap), 0), coalesce(sum(revision), 0), coalesce(sum(length(ly_lich)), 0)) as v from ${name}`,
      ]);
      return rows[0]?.v ?? '';
    },
    logFiles: async () => (await ask(own, ['show binary logs'])).length,
    isRunning: () => server.isRunning(),
    kill: () => server.kill(),
    restart: () => server.restart(),
    stop: () => server.stop(),
  };
}

interface KeyedRow extends RowDataPacket {
  readonly k: string;
  readonly v: string;
}

/** Says each statement on a connection of its own; gives the rows of the last. */
async function ask<Row extends RowDataPacket>(login: ConnectionOptions, statements: readonly string[]): Promise<readonly Row[]> {
  const connection = await createConnection(login);
  try {
    let last: readonly Row[] = [];
    for (const statement of statements) [last] = await connection.query<Row[]>(statement);
    return last;
  } finally {
    connection.destroy();
  }
}
