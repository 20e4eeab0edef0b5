import { applicationName, type ColumnType, type Engine, type Fields, type Subject, type Value, type Writing } from '@lienthong/conformance';
import { oracle } from '../src/index.ts';
import type { Target, TestServer } from './server.ts';
import { typeCases } from './type-cases.ts';

const types: Readonly<Record<ColumnType, string>> = {
  integer: 'number(19,0)',
  text: 'nvarchar2(60)',
  instant: 'timestamp(3) with time zone',
};

/** How the changes of a table are told. */
export type ToldBy = 'logminer' | 'flashback';

export function oracleSubject(target: Target, toldBy: ToldBy): Subject {
  return {
    label: `${target.label}, by ${toldBy}`,
    adapter: oracle,
    open: async () => engineOn(await target.open(), toldBy),
  };
}

function engineOn(server: TestServer, toldBy: ToldBy): Engine {
  const input = { ...server.input, changes: toldBy };
  const keep = async (table: string) => {
    if (toldBy === 'logminer') await server.sql(`alter table ${quote(table)} add supplemental log data (all) columns`);
  };
  return {
    ...writing({ run: (texts) => once(server, texts) }),
    insert: async (table, rows) => {
      await writing({ run: (texts) => once(server, texts) }).insert(table, rows);
      // Ranges go by statistics; the same statement for few rows would cost more than it tells.
      if (rows.length >= 100) await server.sql(`begin dbms_stats.gather_table_stats(ownname => user, tabname => '"${table}"'); end;`);
    },
    adapter: () => oracle(input),
    withPassword: (password) => oracle({ ...input, password }),
    elsewhere: () => oracle({ ...input, database: server.elsewhere }),
    create: async ({ name, columns, key }) => {
      const parts = Object.entries(columns).map(
        ([column, type]) => `${quote(column)} ${types[type]}${key.includes(column) ? ' not null' : ''}`,
      );
      await server.sql(`create table ${quote(name)} (${parts.join(', ')}, primary key (${key.map(quote).join(', ')}))`);
      await keep(name);
    },
    begin: async () => {
      const session = await server.session();
      const finish = async (statement: string) => {
        await session.sql(statement);
        await session[Symbol.asyncDispose]();
      };
      const run = async (texts: readonly string[]) => {
        for (const text of texts) await session.sql(text);
      };
      return { ...writing({ run }), commit: () => finish('commit'), rollback: () => finish('rollback') };
    },
    connections: () => server.connections(applicationName),
    cut: () => server.cut(applicationName),
    leftovers: async () => (await server.sql('select object_name from user_objects order by object_name')).flatMap(([name]) => name ?? []),
    emptyTextIsNull: true,
    namesWithoutQuotes: true,
    types: {
      cases: typeCases.map((entry) => ({ ...entry, type: `${entry.type} of ${entry.value.slice(0, 60)}` })),
      create: async (table) => {
        const columns = typeCases.map(({ type }, index) => `"c${index}" ${type}`);
        await server.sql(`create table ${quote(table)} ("id" number(10,0) not null primary key, ${columns.join(', ')})`);
        await keep(table);
      },
      write: async (table, id) => {
        await server.sql(`insert into ${quote(table)} values (${id}, ${typeCases.map(({ value }) => value).join(', ')})`);
      },
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Statements of one transaction. */
async function once(server: TestServer, texts: readonly string[]): Promise<void> {
  await using session = await server.session();
  for (const text of texts) await session.sql(text);
  await session.sql('commit');
}

function writing(on: { run(texts: readonly string[]): Promise<void> }): Writing {
  const pairs = (key: Fields) => Object.entries(key).map(([column, value]) => `${quote(column)} = ${literal(value)}`);
  return {
    insert: async (table, rows) => {
      const columns = Object.keys(rows[0] ?? {});
      const lines = rows.map((row) => `select ${columns.map((column) => literal(row[column] ?? null)).join(', ')} from dual`);
      const texts: string[] = [];
      for (let first = 0; first < lines.length; first += 20)
        texts.push(`insert into ${quote(table)} (${columns.map(quote).join(', ')}) ${lines.slice(first, first + 20).join(' union all ')}`);
      await on.run(texts);
    },
    update: (table, key, values) => on.run([`update ${quote(table)} set ${pairs(values).join(', ')} where ${pairs(key).join(' and ')}`]),
    delete: (table, key) => on.run([`delete from ${quote(table)} where ${pairs(key).join(' and ')}`]),
  };
}

function literal(value: Value): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return String(value);
  const instant = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d{3})Z$/.exec(value);
  return instant === null ? `N'${value.replaceAll("'", "''")}'` : `timestamp '${instant[1]} ${instant[2]} +00:00'`;
}

function quote(name: string): string {
  return `"${name}"`;
}
