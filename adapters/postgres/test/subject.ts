import { applicationName, type ColumnType, type Engine, type Fields, type Subject, type Value, type Writing } from '@lienthong/conformance';
import { postgres } from '../src/index.ts';
import type { Target, TestServer, TestSession } from './server.ts';
import { casesOf, createTypes, type TypeCase, writerSettings } from './type-cases.ts';

const types: Readonly<Record<ColumnType, string>> = { integer: 'bigint', text: 'text', instant: 'timestamptz(3)' };
/** Prints in its own way, whatever we ask. */
const surroundings = { timezone: 'America/St_Johns', datestyle: 'German, DMY', intervalstyle: 'sql_standard', bytea_output: 'escape' };

/** The other database of the server. */
const elsewhere = `lienthong_elsewhere_${process.pid}`;

export function postgresSubject(target: Target): Subject {
  return {
    label: target.label,
    adapter: postgres,
    open: async () => {
      const server = await target.open(surroundings);
      const cases = await casesOf(target, server);
      await createTypes(server, cases);
      await server.sql(`create database ${elsewhere}`);
      return engineOn(server, cases);
    },
  };
}

function engineOn(server: TestServer, cases: readonly TypeCase[]): Engine {
  const url = new URL(server.input.connectionString ?? '');
  const at = (changed: Partial<URL>) => Object.assign(new URL(url), changed).href;
  const ours = `application_name = '${applicationName}'`;
  return {
    ...writing(server),
    adapter: () => postgres({ connectionString: url.href }),
    withPassword: (password) => postgres({ connectionString: at({ password: encodeURIComponent(password) }) }),
    elsewhere: () => postgres({ connectionString: at({ pathname: `/${elsewhere}` }) }),
    create: async ({ name, columns, key }) => {
      const parts = Object.entries(columns).map(([column, type]) => `${quote(column)} ${types[type]}`);
      await server.sql(`create table ${quote(name)} (${parts.join(', ')}, primary key (${key.map(quote).join(', ')}))`);
    },
    begin: async () => {
      const session = await server.session();
      await session.sql('begin');
      const finish = async (statement: string) => {
        await session.sql(statement);
        await session[Symbol.asyncDispose]();
      };
      return { ...writing(session), commit: () => finish('commit'), rollback: () => finish('rollback') };
    },
    truncate: async (table) => void (await server.sql(`truncate ${quote(table)}`)),
    connections: async () => (await server.sql(`select pid from pg_stat_activity where ${ours}`)).length,
    cut: async () => void (await server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where ${ours}`)),
    leftovers: async () =>
      (
        await server.sql(`select 'slot ' || slot_name || ' at ' || confirmed_flush_lsn from pg_replication_slots where database = current_database()
          union all select 'publication ' || pubname || ' of ' || tablename from pg_publication left join pg_publication_tables using (pubname)
          union all select 'relation ' || relname from pg_class where relnamespace = 'public'::regnamespace order by 1`)
      ).flatMap(([name]) => name ?? []),
    types: {
      cases: cases.map((entry) => ({ ...entry, type: `${entry.type} of ${entry.value.slice(0, 60)}` })),
      create: async (table) => {
        const columns = cases.map(({ type }, index) => `c${index} ${type}`);
        await server.sql(
          `create table ${quote(table)} (id int primary key, ${columns.join(', ')}); alter type app.grown add value if not exists 'mới'`,
        );
      },
      write: async (table, id) => {
        await using session = await server.session();
        await session.sql(`set datestyle = 'ISO, YMD'; ${writerSettings}`);
        await session.sql(`insert into public.${quote(table)} values (${id}, ${cases.map(({ value }) => value).join(', ')})`);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await server.sql(`drop database ${elsewhere}`);
      await server[Symbol.asyncDispose]();
    },
  };
}

function writing(on: Pick<TestSession, 'sql'>): Writing {
  const where = (key: Fields) => Object.entries(key).map(([column, value]) => `${quote(column)} = ${literal(value)}`);
  return {
    insert: async (table, rows) => {
      const columns = Object.keys(rows[0] ?? {});
      const lines = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(', ')})`);
      await on.sql(`insert into ${quote(table)} (${columns.map(quote).join(', ')}) values ${lines.join(', ')}`);
      if (rows.length > 50) await on.sql(`analyze ${quote(table)}`);
    },
    update: async (table, key, values) =>
      void (await on.sql(`update ${quote(table)} set ${where(values).join(', ')} where ${where(key).join(' and ')}`)),
    delete: async (table, key) => void (await on.sql(`delete from ${quote(table)} where ${where(key).join(' and ')}`)),
  };
}

function literal(value: Value): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
