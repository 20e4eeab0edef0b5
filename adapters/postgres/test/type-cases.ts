import type { Target, TestServer } from './server.ts';

/** A column of the type table, a value as SQL, how it must be handed on; `read` where the mapping has a reader. */
export interface TypeCase {
  readonly type: string;
  readonly value: string;
  readonly raw: string | null;
  readonly read?: unknown;
  readonly since?: number;
  /** Extension, or part of the build, without which the type is not there. */
  readonly needs?: string;
}

const typeCases: readonly TypeCase[] = [
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
  { type: 'numeric', value: "'-0.00'", raw: '0.00' },
  {
    type: 'numeric',
    value: `('1' || repeat('0', 400) || '.' || repeat('0', 400) || '1')::numeric`,
    raw: `1${'0'.repeat(400)}.${'0'.repeat(400)}1`,
  },
  { type: 'numeric', value: "'Infinity'", raw: 'Infinity', since: 14 },
  { type: 'numeric', value: "'-Infinity'", raw: '-Infinity', since: 14 },
  { type: 'numeric(5,-2)', value: '12345', raw: '12300', since: 15 },
  { type: 'numeric(3,5)', value: '0.00123', raw: '0.00123', since: 15 },
  { type: 'real', value: "'NaN'", raw: 'NaN' },
  { type: 'real', value: '1e-45::float4', raw: '1e-45' },
  { type: 'double precision', value: '1.7976931348623157e308::float8', raw: '1.7976931348623157e+308' },
  { type: 'double precision', value: "'-0'::float8", raw: '-0' },
  { type: 'date', value: "'-infinity'", raw: '-infinity' },
  { type: 'date', value: "'10000-01-01'", raw: '10000-01-01' },
  { type: 'date', value: "'5874897-12-31'", raw: '5874897-12-31' },
  { type: 'date', value: "'0001-01-01'", raw: '0001-01-01' },
  { type: 'time', value: "'24:00:00'", raw: '24:00:00' },
  { type: 'timetz', value: "'07:08:09-03:30:52'", raw: '07:08:09-03:30:52' },
  { type: 'timestamp', value: "'infinity'", raw: 'infinity' },
  { type: 'timestamp', value: "'4713-01-01 00:00:00 BC'", raw: '4713-01-01 00:00:00 BC' },
  { type: 'timestamp', value: "'294276-12-31 23:59:59.999999'", raw: '294276-12-31 23:59:59.999999' },
  { type: 'timestamptz', value: "'-infinity'", raw: '-infinity' },
  { type: 'timestamptz', value: "'0044-03-15 12:00:00+00 BC'", raw: '0044-03-15 12:00:00+00 BC' },
  { type: 'timestamptz', value: "'10000-01-01 00:00:00+00'", raw: '10000-01-01 00:00:00+00' },
  // Local mean time, where the offset has seconds; and an hour that St. John's has twice.
  { type: 'timestamptz', value: "'1800-01-01 00:00:00 America/St_Johns'", raw: '1800-01-01 03:30:52+00' },
  { type: 'timestamptz', value: "'2026-11-01 04:00:00.000001+00'", raw: '2026-11-01 04:00:00.000001+00' },
  { type: 'interval', value: "'-1 year 2 mons -3 days 04:05:06.789'", raw: 'P-10M-3DT4H5M6.789S' },
  { type: 'interval', value: "'178000000 years'", raw: 'P178000000Y' },
  { type: 'interval', value: "'0'", raw: 'PT0S' },
  { type: 'interval', value: "'infinity'", raw: 'infinity', since: 17 },
  {
    type: 'json',
    value: `'{"a": 1e400, "a": 12345678901234567890.10, "\\u1ea1": null}'`,
    raw: '{"a": 1e400, "a": 12345678901234567890.10, "\\u1ea1": null}',
  },
  { type: 'jsonb', value: `'"\\u1ea1 \\ud83d\\ude00"'`, raw: '"ạ 😀"' },
  { type: 'xml', value: `'<a b="1">ạ</a><c/>'::xml`, raw: '<a b="1">ạ</a><c/>', needs: 'xml' },
  { type: 'inet', value: "'2001:db8::ff00:42:8329/64'", raw: '2001:db8::ff00:42:8329/64' },
  { type: 'inet', value: "'10.0.0.1'", raw: '10.0.0.1' },
  { type: 'bit(1)', value: "'0'", raw: '0' },
  { type: 'varbit', value: "''", raw: '' },
  { type: 'numrange', value: "'(1.50,)'", raw: '(1.50,)' },
  { type: 'daterange', value: "'[-infinity,2026-01-01)'", raw: '[-infinity,2026-01-01)' },
  { type: 'tsrange', value: "'empty'", raw: 'empty' },
  { type: 'app.span', value: `'["a ""b","z\\\\"]'`, raw: `["a ""b","z\\\\"]` },
  {
    type: 'tstzmultirange',
    value: "'{[2026-01-01 00:00+07,2026-01-02 00:00+07)}'",
    raw: '{["2025-12-31 17:00:00+00","2026-01-01 17:00:00+00")}',
    since: 14,
  },
  { type: 'money', value: "'92233720368547758.07'", raw: '$92,233,720,368,547,758.07', read: '92233720368547758.07' },
  { type: 'app.grown', value: "'mới'", raw: 'mới' },
  { type: 'app.strict', value: "'00123'", raw: '00123' },
  { type: 'app.list', value: "'{7,8.5}'", raw: '{7.00,8.50}', read: ['7', '8.5'] },
  {
    type: 'app.pair[]',
    value: `array[row(1, 'x "y"')::app.pair, null]`,
    raw: '{"(1,\\"x \\"\\"y\\"\\"\\")",NULL}',
    read: ['(1,"x ""y""")', null],
  },
  {
    type: 'app.nest',
    value: "row(row(null, 'a,b')::app.pair, '2026-01-01 00:00+07'::timestamptz)",
    raw: '("(,""a,b"")","2025-12-31 17:00:00+00")',
  },
  { type: 'int4range[]', value: "array['[1,2)'::int4range]", raw: '{"[1,2)"}', read: ['[1,2)'] },
  {
    type: 'uuid[]',
    value: "array['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, null]",
    raw: '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}',
    read: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', null],
  },
  {
    type: 'text[][]',
    value: `array[array['a', null], array['', 'NULL']]`,
    raw: '{{a,NULL},{"","NULL"}}',
    read: [
      ['a', null],
      ['', 'NULL'],
    ],
  },
  { type: 'money[]', value: "array['1.5'::numeric::money]", raw: '{$1.50}', read: ['1.5'] },
  { type: 'int[]', value: "'[0:1]={1,2}'", raw: '[0:1]={1,2}' },
  { type: 'numeric[]', value: "'{NaN}'", raw: '{NaN}' },
  { type: 'timestamptz[]', value: "'{infinity,NULL}'", raw: '{infinity,NULL}' },
  {
    type: 'app.hstore',
    value: `'a=>1, "b c"=>NULL, d=>"x\\"y"'`,
    raw: `"a"=>"1", "d"=>"x\\"y", "b c"=>NULL`,
    read: { a: '1', 'b c': null, d: 'x"y' },
    needs: 'hstore',
  },
  { type: 'app.ltree', value: "'Top.Khoa_hoc.X'", raw: 'Top.Khoa_hoc.X', needs: 'ltree' },
  { type: 'app.citext', value: "'ÁbC'", raw: 'ÁbC', needs: 'citext' },
  {
    type: 'app.geometry',
    value: "app.st_geomfromtext('POINT(105.8 21.03)', 4326)",
    raw: '0101000020E61000003333333333735A4048E17A14AE073540',
    read: 'AQEAACDmEAAAMzMzMzNzWkBI4XoUrgc1QA==',
    needs: 'postgis',
  },
  {
    type: 'app.geography',
    value: "'POINT(105.8 21.03)'::app.geography",
    raw: '0101000020E61000003333333333735A4048E17A14AE073540',
    read: 'AQEAACDmEAAAMzMzMzNzWkBI4XoUrgc1QA==',
    needs: 'postgis',
  },
  { type: 'pg_snapshot', value: "'10:20:10,14,15'", raw: '10:20:10,14,15', since: 13 },
  { type: 'xid8', value: "'18446744073709551615'", raw: '18446744073709551615', since: 13 },
  { type: 'jsonpath', value: "'$.a[*] ? (@ > 1)'", raw: '$."a"[*]?(@ > 1)' },
  { type: 'tsquery', value: "'a & !b'", raw: "'a' & !'b'" },
  { type: 'line', value: "'{1,-2,0.5}'", raw: '{1,-2,0.5}' },
  { type: 'path', value: "'[(0,0),(1.5,2)]'", raw: '[(0,0),(1.5,2)]' },
  { type: 'lseg', value: "'[(0,0),(1,1)]'", raw: '[(0,0),(1,1)]' },
  { type: 'regclass', value: "'app.t0'", raw: 'app.t0' },
  { type: 'regtype', value: "'app.mood'", raw: 'app.mood' },
];

/** What a server has of the type table. */
export async function casesOf(target: Target, server: TestServer): Promise<readonly TypeCase[]> {
  const missing = new Set(await missingOf(server));
  return typeCases.filter(({ since = 0, needs = '' }) => since <= target.major && !missing.has(needs));
}

/** What the type table needs and this build lacks. */
export async function missingOf(server: TestServer): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const needs of new Set(typeCases.map((entry) => entry.needs)))
    if (needs !== undefined && !(await isAvailable(server, needs))) missing.push(needs);
  return missing;
}

async function isAvailable(server: TestServer, needs: string): Promise<boolean> {
  if (needs === 'xml')
    return server.sql("select '<a/>'::xml").then(
      () => true,
      () => false,
    );
  return (await server.sql(`select 1 from pg_available_extensions where name = '${needs}'`)).length > 0;
}

/** The types of the schema `app`, which the table uses. */
export async function createTypes(server: TestServer, cases: readonly TypeCase[], database?: string): Promise<void> {
  await server.sql(
    `create schema app; create table app.t0 (id int); create type app.mood as enum ('vui vẻ', 'buồn'); create domain app.amount as numeric(10,2); create type app.pair as (a int, b text);
     create type app.grown as enum ('cũ'); create domain app.code as text; create domain app.strict as app.code check (value ~ '^\\d+$') not null;
     create domain app.list as numeric(8,2)[]; create type app.nest as (p app.pair, at timestamptz); create type app.span as range (subtype = text)`,
    database,
  );
  for (const extension of ['hstore', 'ltree', 'citext', 'postgis'])
    if (cases.some(({ needs }) => needs === extension)) await server.sql(`create extension ${extension} schema app`, database);
}

/** The writer's session: formats in which the values of the table are read as they are meant. */
export const writerSettings =
  "set intervalstyle = 'postgres'; set standard_conforming_strings = on; set array_nulls = on; set xmloption = content; set search_path = app, public";
