import { applicationName, type ColumnType, type Engine, type Fields, type Subject, type Value, type Writing } from '@lienthong/conformance';
import { sqlserver } from '../src/index.ts';
import type { AdminSession } from './admin.ts';
import type { Target, TestServer } from './server.ts';
import { typeCases } from './type-cases.ts';

const types: Readonly<Record<ColumnType, string>> = {
  integer: 'bigint',
  text: 'nvarchar(60) collate Vietnamese_CI_AS',
  instant: 'datetimeoffset(3)',
};

/** How the changes of a table are kept. */
export type KeptBy = 'change-tracking' | 'cdc';

export function sqlserverSubject(target: Target, keptBy: KeptBy): Subject {
  return {
    label: `${target.label}, by ${keptBy}`,
    adapter: sqlserver,
    open: async () => engineOn(await target.open({ tracking: keptBy === 'change-tracking', capture: keptBy === 'cdc' }), keptBy),
  };
}

function engineOn(server: TestServer, keptBy: KeptBy): Engine {
  const input = { ...server.input, changes: keptBy };
  let count = 0;
  const keep = (table: string) => {
    count += 1;
    const name = table.replaceAll("'", "''");
    return server.sql(
      keptBy === 'cdc'
        ? `exec sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'${name}', @role_name = null, @capture_instance = N'c_${count}'`
        : `alter table ${quote(table)} enable change_tracking`,
    );
  };
  return {
    ...writing(server),
    adapter: () => sqlserver(input),
    withPassword: (password) => sqlserver({ ...input, password }),
    elsewhere: () => sqlserver({ ...input, database: server.elsewhere }),
    create: async ({ name, columns, key }) => {
      const parts = Object.entries(columns).map(
        ([column, type]) => `${quote(column)} ${types[type]} ${key.includes(column) ? 'not null' : 'null'}`,
      );
      await server.sql(`create table ${quote(name)} (${parts.join(', ')}, primary key (${key.map(quote).join(', ')}))`);
      await keep(name);
    },
    begin: async () => {
      const session = await server.session();
      await session.sql('begin transaction');
      const finish = async (statement: string) => {
        await session.sql(statement);
        await session[Symbol.asyncDispose]();
      };
      return { ...writing(session), commit: () => finish('commit transaction'), rollback: () => finish('rollback transaction') };
    },
    connections: () => server.connections(applicationName),
    cut: () => server.cut(applicationName),
    leftovers: async () =>
      (await server.sql("select name from sys.objects where type in ('U', 'V') and is_ms_shipped = 0 order by name")).flatMap(
        ([name]) => name ?? [],
      ),
    types: {
      cases: typeCases.map((entry) => ({ ...entry, type: `${entry.type} of ${entry.value.slice(0, 60)}` })),
      create: async (table) => {
        const columns = typeCases.map(({ type }, index) => `c${index} ${type}`);
        await server.sql(`create table ${quote(table)} (id int not null primary key, ${columns.join(', ')})`);
        await keep(table);
      },
      write: async (table, id) => {
        await server.sql(`insert into ${quote(table)} values (${id}, ${typeCases.map(({ value }) => value).join(', ')})`);
      },
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function writing(on: Pick<AdminSession, 'sql'>): Writing {
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
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
  return isInstant ? `'${value}'` : `N'${value.replaceAll("'", "''")}'`;
}

function quote(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}
