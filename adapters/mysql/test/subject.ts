import type { ColumnType, Engine, Fields, Subject, Value, Writing } from '@lienthong/conformance';
import { mysql } from '../src/index.ts';
import type { Target, TestServer, TestSession } from './server.ts';
import { casesOf, type TypeCase, writerSettings } from './type-cases.ts';

const types: Readonly<Record<ColumnType, string>> = { integer: 'bigint', text: 'varchar(60)', instant: 'timestamp(3)' };
/** Prints in its own way, whatever we ask. */
const surroundings = {
  'default-time-zone': '-04:00',
  'character-set-server': 'latin1',
  'sql-mode': 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,NO_ENGINE_SUBSTITUTION',
};
/** As whom the adapter logs in, so that its connections are told from ours. */
const login = { user: `lienthong_${process.pid}`, password: 'đọc và theo' };

/** The other database of the server. */
const elsewhere = `lienthong_elsewhere_${process.pid}`;

export function mysqlSubject(target: Target): Subject {
  return {
    label: target.label,
    adapter: mysql,
    open: async () => {
      const server = await target.open(surroundings);
      await server.sql(`create database ${elsewhere}`);
      await server.sql(`create user ${login.user} identified by '${login.password}'`);
      await server.sql(`grant all on *.* to ${login.user}`);
      return engineOn(server, casesOf(target));
    },
  };
}

function engineOn(server: TestServer, cases: readonly TypeCase[]): Engine {
  const input = { ...server.input, ...login };
  const writer = writing({
    sql: async (text) => {
      await using session = await openWriter(server);
      return await session.sql(text);
    },
  });
  const insert: Writing['insert'] = async (table, rows) => {
    await writer.insert(table, rows);
    if (rows.length > 50) await server.sql(`analyze table ${quote(table)}`); // would end a transaction
  };
  const ours = async () =>
    (await server.sql(`select id from information_schema.processlist where user = '${login.user}'`)).map(([id]) => id ?? '');
  return {
    ...writer,
    insert,
    adapter: () => mysql(input),
    withPassword: (password) => mysql({ ...input, password }),
    elsewhere: () => mysql({ ...input, database: elsewhere }),
    create: async ({ name, columns, key }) => {
      const parts = Object.entries(columns).map(
        ([column, type]) => `${quote(column)} ${types[type]} ${key.includes(column) ? 'not null' : 'null'}`,
      );
      await server.sql(
        `create table ${quote(name)} (${parts.join(', ')}, primary key (${key.map(quote).join(', ')})) character set utf8mb4`,
      );
    },
    begin: async () => {
      const session = await openWriter(server);
      await session.sql('begin');
      const finish = async (statement: string) => {
        await session.sql(statement);
        await session[Symbol.asyncDispose]();
      };
      return { ...writing(session), commit: () => finish('commit'), rollback: () => finish('rollback') };
    },
    truncate: async (table) => void (await server.sql(`truncate ${quote(table)}`)),
    connections: async () => (await ours()).length,
    cut: async () => {
      for (const id of await ours()) await server.sql(`kill ${id}`).catch(() => undefined); // it may have ended by itself
    },
    leftovers: async () =>
      (await server.sql('select table_name from information_schema.tables where table_schema = database() order by 1')).flatMap(
        ([name]) => name ?? [],
      ),
    types: {
      cases: cases.map((entry) => ({ ...entry, type: `${entry.type} of ${entry.value.slice(0, 60)}` })),
      create: async (table) => {
        const columns = cases.map(({ type }, index) => `c${index} ${type}`);
        await server.sql(
          `create table ${quote(table)} (id int primary key, ${columns.join(', ')}) character set utf8mb4 row_format = dynamic`,
        );
      },
      write: async (table, id) => {
        await using session = await server.session();
        for (const setting of writerSettings) await session.sql(setting);
        await session.sql(`insert into ${quote(table)} values (${id}, ${cases.map(({ value }) => value).join(', ')})`);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await server.sql(`drop database ${elsewhere}`);
      await server.sql(`drop user ${login.user}`);
      await server[Symbol.asyncDispose]();
    },
  };
}

async function openWriter(server: TestServer): Promise<TestSession> {
  const session = await server.session();
  await session.sql("set time_zone = '+00:00'");
  await session.sql("set sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'");
  return session;
}

function writing(on: Pick<TestSession, 'sql'>): Writing {
  const pairs = (key: Fields) => Object.entries(key).map(([column, value]) => `${quote(column)} = ${literal(value)}`);
  return {
    insert: async (table, rows) => {
      const columns = Object.keys(rows[0] ?? {});
      const lines = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(', ')})`);
      await on.sql(`insert into ${quote(table)} (${columns.map(quote).join(', ')}) values ${lines.join(', ')}`);
    },
    update: async (table, key, values) =>
      void (await on.sql(`update ${quote(table)} set ${pairs(values).join(', ')} where ${pairs(key).join(' and ')}`)),
    delete: async (table, key) => void (await on.sql(`delete from ${quote(table)} where ${pairs(key).join(' and ')}`)),
  };
}

function literal(value: Value): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return String(value);
  const instant = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d{3})Z$/.exec(value);
  return instant === null ? `'${value.replaceAll("'", "''")}'` : `'${instant[1]} ${instant[2]}'`;
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
