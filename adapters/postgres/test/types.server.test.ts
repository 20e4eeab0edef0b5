import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followToNow, never, readAll, select } from './collect.ts';
import { openSource, type TestServer, targets } from './server.ts';

/** Name, type, value as SQL, how the raw text must look; `read` where the mapping has a reader. */
const cases: readonly {
  readonly type: string;
  readonly value: string;
  readonly raw: string | null;
  readonly read?: unknown;
  readonly since?: number;
}[] = [
  { type: 'boolean', value: 'true', raw: 't' },
  { type: 'smallint', value: '-32768', raw: '-32768' },
  { type: 'integer', value: '2147483647', raw: '2147483647' },
  { type: 'bigint', value: '-9223372036854775808', raw: '-9223372036854775808' },
  { type: 'oid', value: '4294967295', raw: '4294967295' },
  { type: 'numeric', value: "'12345678901234567890.123456789012345678900'", raw: '12345678901234567890.123456789012345678900' },
  { type: 'numeric(15,2)', value: '1234.5', raw: '1234.50' },
  { type: 'numeric', value: "'NaN'", raw: 'NaN' },
  { type: 'real', value: '0.1', raw: '0.1' },
  { type: 'double precision', value: '0.1::float8 + 0.2::float8', raw: '0.30000000000000004' },
  { type: 'double precision', value: "'-Infinity'", raw: '-Infinity' },
  { type: 'text', value: "E'Đặng Thị Ước\\t\\\\ \\n\\r ''\"'", raw: 'Đặng Thị Ước\t\\ \n\r \'"' },
  { type: 'text', value: "'\\N'", raw: '\\N' },
  { type: 'text', value: "''", raw: '' },
  { type: 'text', value: 'null', raw: null },
  { type: 'varchar(10)', value: "'ẵ'", raw: 'ẵ' },
  { type: 'char(4)', value: "'ab'", raw: 'ab  ' },
  { type: 'name', value: "'Tên'", raw: 'Tên' },
  { type: '"char"', value: "'x'", raw: 'x' },
  { type: 'bytea', value: "'\\x00ff10'", raw: '\\x00ff10' },
  { type: 'date', value: "'2026-03-04'", raw: '2026-03-04' },
  { type: 'date', value: "'0002-11-30 BC'", raw: '0002-11-30 BC' },
  { type: 'date', value: "'infinity'", raw: 'infinity' },
  { type: 'time', value: "'07:08:09.000001'", raw: '07:08:09.000001' },
  { type: 'timetz', value: "'07:08:09+07'", raw: '07:08:09+07' },
  { type: 'timestamp', value: "'2026-03-04 05:06:07.123456'", raw: '2026-03-04 05:06:07.123456' },
  { type: 'timestamp(0)', value: "'2026-03-04 05:06:07'", raw: '2026-03-04 05:06:07' },
  { type: 'timestamptz', value: "'2026-03-04 05:06:07.1+07'", raw: '2026-03-03 22:06:07.1+00' },
  { type: 'interval', value: "'1 year 2 mons 3 days 04:05:06.7'", raw: 'P1Y2M3DT4H5M6.7S' },
  { type: 'uuid', value: "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", raw: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' },
  { type: 'json', value: `'{"b": 1,  "a": "ă"}'`, raw: '{"b": 1,  "a": "ă"}' },
  { type: 'jsonb', value: `'{"b": 1,  "a": [1.10]}'`, raw: '{"a": [1.10], "b": 1}' },
  { type: 'inet', value: "'10.0.0.1/8'", raw: '10.0.0.1/8' },
  { type: 'cidr', value: "'10.0.0.0/8'", raw: '10.0.0.0/8' },
  { type: 'macaddr', value: "'08:00:2b:01:02:03'", raw: '08:00:2b:01:02:03' },
  { type: 'macaddr8', value: "'08:00:2b:01:02:03:04:05'", raw: '08:00:2b:01:02:03:04:05' },
  { type: 'bit(4)', value: "'1010'", raw: '1010' },
  { type: 'varbit', value: "'101'", raw: '101' },
  { type: 'int4range', value: "'[1,5]'", raw: '[1,6)' },
  { type: 'tstzrange', value: "'[2026-01-01 00:00+07,)'", raw: '["2025-12-31 17:00:00+00",)' },
  { type: 'int4multirange', value: "'{[1,2],[5,6]}'", raw: '{[1,3),[5,7)}', since: 14 },
  { type: 'point', value: "'(1.5,2)'", raw: '(1.5,2)' },
  { type: 'box', value: "'(1,2),(3,4)'", raw: '(3,4),(1,2)' },
  { type: 'polygon', value: "'((0,0),(1,1),(1,0))'", raw: '((0,0),(1,1),(1,0))' },
  { type: 'circle', value: "'<(1,2),3>'", raw: '<(1,2),3>' },
  { type: 'tsvector', value: "'a:1 b:2'", raw: "'a':1 'b':2" },
  { type: 'pg_lsn', value: "'16/B374D848'", raw: '16/B374D848' },
  { type: 'money', value: "'-1234.5'", raw: '-$1,234.50', read: '-1234.5' },
  { type: 'app.mood', value: "'vui vẻ'", raw: 'vui vẻ' },
  { type: 'app.amount', value: '7', raw: '7.00' },
  { type: 'app.pair', value: "row(1, 'x y')", raw: '(1,"x y")' },
  { type: 'int[]', value: "'{1,NULL,3}'", raw: '{1,NULL,3}', read: [1, null, 3] },
  { type: 'bigint[]', value: "'{9223372036854775807}'", raw: '{9223372036854775807}', read: ['9223372036854775807'] },
  {
    type: 'int[][]',
    value: "'{{1,2},{3,4}}'",
    raw: '{{1,2},{3,4}}',
    read: [
      [1, 2],
      [3, 4],
    ],
  },
  {
    type: 'text[]',
    value: `array['a "b"', 'c\\d', '', 'NULL', null, '{x,y}', 'Đ']`,
    raw: '{"a \\"b\\"","c\\\\d","","NULL",NULL,"{x,y}",Đ}',
    read: ['a "b"', 'c\\d', '', 'NULL', null, '{x,y}', 'Đ'],
  },
  { type: 'numeric(6,2)[]', value: "'{1.5,2}'", raw: '{1.50,2.00}', read: ['1.5', '2'] },
  { type: 'date[]', value: "'{2026-03-04}'", raw: '{2026-03-04}', read: ['2026-03-04'] },
  { type: 'timestamptz[]', value: "'{2026-03-04 05:06:07+07}'", raw: '{"2026-03-03 22:06:07+00"}', read: ['2026-03-03T22:06:07Z'] },
  { type: 'boolean[]', value: "'{t,f}'", raw: '{t,f}', read: [true, false] },
  { type: 'bytea[]', value: "array['\\x00ff'::bytea]", raw: '{"\\\\x00ff"}', read: ['AP8='] },
  { type: 'jsonb[]', value: `array['{"a":1}'::jsonb]`, raw: '{"{\\"a\\": 1}"}', read: [{ a: 1 }] },
  {
    type: 'box[]',
    value: "array['(1,2),(3,4)'::box,'(0,0),(1,1)'::box]",
    raw: '{(3,4),(1,2);(1,1),(0,0)}',
    read: ['(3,4),(1,2)', '(1,1),(0,0)'],
  },
  { type: 'app.mood[]', value: "'{buồn}'", raw: '{buồn}', read: ['buồn'] },
  { type: 'int[]', value: "'{}'", raw: '{}', read: [] },
];

describe.each(targets)('types of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    // A server, a database and a role that all print in their own way.
    server = await target.open({ timezone: 'Asia/Ho_Chi_Minh', extra_float_digits: '0', bytea_output: 'escape' });
    await server.sql('create database "hộ tịch"');
    await server.sql(`alter database "hộ tịch" set DateStyle = 'SQL, DMY'; alter database "hộ tịch" set IntervalStyle = 'postgres_verbose';
      alter database "hộ tịch" set xmloption = 'document'; create role reader login replication superuser password 'đọc'; alter role reader set timezone = 'America/New_York';
      alter role reader set extra_float_digits = -3; alter role reader set search_path = app; alter role reader in database "hộ tịch" set bytea_output = 'escape'`);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('G-30: gives byte-equal texts in snapshot, log and re-read, whatever server, database and role have set', async () => {
    const table = cases.filter((entry) => (entry.since ?? 0) <= target.major);
    const columns = table.map((_, index) => `c${index}`);
    await server.sql(
      `create schema app; create type app.mood as enum ('vui vẻ', 'buồn'); create domain app.amount as numeric(10,2); create type app.pair as (a int, b text);
       create table app.t (id int primary key, toast text, ${table.map((entry, index) => `c${index} ${entry.type}`).join(', ')}); alter table app.t alter toast set storage external`,
      'hộ tịch',
    );
    const database = 'hộ tịch';
    const { host, port } = server.embedded ?? { host: '', port: 0 };
    await using source = await openSource({ host, port, database, user: 'reader', password: 'đọc', slot: 'types', publication: 'types' });
    const selection = select('t', ['id', ...columns, 'toast'], ['id'], 'app');
    const start = await source.changes.start([selection], never);
    await server.sql(
      `set datestyle = 'SQL, DMY'; set lc_monetary = 'C'; insert into app.t values (1, repeat('t', 9000), ${table.map((entry) => entry.value).join(', ')}); update app.t set id = id`,
      database,
    );
    const [read] = await readAll(source.snapshot, selection);
    const { changes } = await followToNow(server, source.changes, [selection], start);
    expect(changes.map((change) => change.op)).toEqual(['c', 'u']);
    const expected = ['1', ...table.map((entry) => entry.raw), 't'.repeat(9000)];
    const named = (row: readonly unknown[] | undefined) => expected.map((_, index) => [table[index - 1]?.type ?? '', row?.[index]]);
    const wanted = named(expected);
    expect(named(read)).toEqual(wanted);
    for (const change of changes) expect(change.op === 't' ? [] : named(change.row)).toEqual(wanted);
    expect(table.length).toBeGreaterThan(55);

    const [description] = await source.describe(never);
    for (const [index, entry] of table.entries()) {
      const column = description?.columns.find((candidate) => candidate.name === `c${index}`);
      expect([entry.type, column?.type?.canonical.kind]).not.toEqual([entry.type, undefined]);
      if (entry.read !== undefined) expect(column?.type?.read?.(entry.raw)).toEqual(entry.read);
    }
  });

  it('gives no mapping to a type that it does not know', async (context) => {
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
