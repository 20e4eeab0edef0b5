import { followToNow, never, readAll } from '@lienthong/conformance/reading';
import { describe, expect, it } from 'vitest';
import { openSource, select, targets } from './server.ts';
import { casesOf, createTypes, missingOf, writerSettings } from './type-cases.ts';

/** Servers, databases and roles that all print in their own way. */
const surroundings = [
  {
    name: 'Hà Nội',
    server: { timezone: 'Asia/Ho_Chi_Minh', extra_float_digits: '0', bytea_output: 'escape' },
    database: { DateStyle: 'SQL, DMY', IntervalStyle: 'postgres_verbose', xmloption: 'document' },
    role: { TimeZone: 'America/New_York', extra_float_digits: '-3', search_path: 'app' },
    writer: { DateStyle: 'SQL, DMY', lc_monetary: 'C' },
  },
  {
    name: "St. John's",
    server: { timezone: 'America/St_Johns', datestyle: 'German, DMY', lc_monetary: 'C.UTF-8', intervalstyle: 'sql_standard' },
    database: { TimeZone: 'Pacific/Apia', DateStyle: 'Postgres, MDY', lc_monetary: 'POSIX', extra_float_digits: '-15', array_nulls: 'off' },
    role: {
      TimeZone: 'America/St_Johns',
      DateStyle: 'German',
      bytea_output: 'escape',
      standard_conforming_strings: 'off',
      client_encoding: 'LATIN1',
    },
    writer: { TimeZone: 'America/St_Johns', DateStyle: 'ISO, YMD' },
  },
] as const;

describe.each(targets)('types of $label', (target) => {
  it.each(surroundings)(
    'G-30: gives byte-equal texts in snapshot, log and re-read, whatever server, database and role have set: $name',
    async (around) => {
      await using server = await target.open(around.server);
      const database = 'hộ tịch';
      await server.sql(`create database "${database}"`);
      await server.sql("create role reader login replication superuser password 'đọc'");
      for (const [name, value] of Object.entries(around.database)) {
        const shown = name === 'DateStyle' ? value : `'${value}'`;
        await server.sql(`alter database "${database}" set ${name} = ${shown}`);
      }
      for (const [name, value] of Object.entries(around.role))
        await server.sql(`alter role reader set ${name} = ${name === 'DateStyle' ? value : `'${value}'`}`);
      await server.sql(`alter role reader in database "${database}" set bytea_output = 'escape'`);
      const table = await casesOf(target, server);
      const columns = table.map((_, index) => `c${index}`);
      await createTypes(server, table, database);
      await server.sql(
        `create table app.t (id int primary key, toast text, ${table.map((entry, index) => `c${index} ${entry.type}`).join(', ')}); alter table app.t alter toast set storage external`,
        database,
      );
      const { host, port } = server.embedded ?? { host: '', port: 0 };
      await using source = await openSource({ host, port, database, user: 'reader', password: 'đọc', slot: 'types', publication: 'types' });
      const selection = select('t', ['id', ...columns, 'toast'], ['id'], 'app');
      const start = await source.changes.start([selection], never);
      await server.sql("alter type app.grown add value 'mới' before 'cũ'", database);
      {
        await using writer = await server.session(database);
        for (const [name, value] of Object.entries(around.writer))
          await writer.sql(`set ${name} = ${name === 'DateStyle' ? value : `'${value}'`}`);
        await writer.sql(writerSettings);
        await writer.sql(`insert into app.t values (1, repeat('t', 9000), ${table.map((entry) => entry.value).join(', ')})`);
        await writer.sql('update app.t set id = id');
      }
      const [read] = await readAll(source.snapshot, selection);
      const { changes } = await followToNow(source.changes, [selection], start);
      expect(changes.map((change) => change.op)).toEqual(['c', 'u']);
      const expected = ['1', ...table.map((entry) => entry.raw), 't'.repeat(9000)];
      const named = (row: readonly unknown[] | undefined) => expected.map((_, index) => [table[index - 1]?.type ?? '', row?.[index]]);
      const wanted = named(expected);
      expect(named(read)).toEqual(wanted);
      for (const change of changes) expect(change.op === 't' ? [] : named(change.row)).toEqual(wanted);
      expect(table.length).toBeGreaterThan(100);

      const description = (await source.describe(never)).find(({ collection }) => collection.name === 't');
      for (const [index, entry] of table.entries()) {
        const column = description?.columns.find((candidate) => candidate.name === `c${index}`);
        expect([entry.type, column?.type?.canonical.kind]).not.toEqual([entry.type, undefined]);
        if (entry.read !== undefined) expect([entry.type, column?.type?.read?.(entry.raw)]).toEqual([entry.type, entry.read]);
      }
    },
  );

  // What a build lacks is skipped by name, so that nobody takes it for tested.
  it('G-30: has every extension whose types it tests', async (context) => {
    await using server = await target.open();
    const missing = await missingOf(server);
    if (missing.length > 0) context.skip(`${target.label} lacks ${missing.join(', ')}`);
  });

  it('gives no mapping to a type that it does not know', async (context) => {
    await using server = await target.open();
    const available = await server.sql("select 1 from pg_available_extensions where name = 'cube'");
    if (available.length === 0) return context.skip('this build has no extension cube');
    await server.sql('create extension cube; create table unknown (id int primary key, c cube, list cube[], d point[])');
    await using source = await openSource({ ...server.input });
    const unknown = (await source.describe(never)).find(({ collection }) => collection.name === 'unknown');
    expect(unknown?.columns.map((column) => [column.nativeType, column.type?.canonical.kind])).toEqual([
      ['integer', 'integer'],
      ['public.cube', undefined],
      ['public.cube[]', undefined],
      ['point[]', 'array'],
    ]);
  });
});
