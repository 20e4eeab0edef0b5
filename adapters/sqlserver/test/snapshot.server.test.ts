import { never, readAll, readRange } from '@lienthong/conformance/reading';
import { isLienThongError, type RowValues } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

/** Keys of every kind that a table may be walked by; `rows` are the values of the key columns as SQL. */
const keyed: readonly {
  readonly name: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly rows: readonly string[];
}[] = [
  {
    name: 'composite, with ties in its first column',
    table: 'a int not null, b varchar(10) not null, c date not null, primary key (a, b, c)',
    key: ['a', 'b', 'c'],
    rows: pairs(5, 20, (a, b) => `${a - 2}, 'k${b % 7}', '2026-01-${String(b + 1).padStart(2, '0')}'`),
  },
  { name: 'negative numbers', table: 'a int not null primary key', key: ['a'], rows: pairs(1, 60, (_, b) => String((b - 30) * 7)) },
  { name: 'small numbers', table: 'a tinyint not null primary key', key: ['a'], rows: pairs(1, 60, (_, b) => String(b * 4)) },
  {
    name: "uniqueidentifier in the server's order",
    table: 'a uniqueidentifier not null primary key',
    key: ['a'],
    rows: pairs(
      1,
      60,
      (_, b) =>
        `'${String(b * 37 + 10).padStart(8, '0')}-${String(9999 - b)}-4a00-8000-${String((b * 7919) % 100).padStart(2, '0')}${String(b).padStart(10, 'f')}'`,
    ),
  },
  {
    name: 'texts of a collation that knows neither case nor accents (MS-07)',
    table: 'a nvarchar(20) collate Latin1_General_CI_AI not null, b int not null, primary key (a, b)',
    key: ['a', 'b'],
    rows: [...pairs(4, 6, (a, b) => `N'${['Đặng', 'dang', 'DẶNG', 'ơn'][a]}', ${a * 10 + b}`), ...pairs(1, 20, (_, b) => `N'z${b}', 1`)],
  },
  {
    name: 'texts of a collation that is binary (MS-07)',
    table: 'a nvarchar(20) collate Latin1_General_BIN2 not null primary key',
    key: ['a'],
    rows: ["N''", "N'a''b'", "N'a\\b'", `N'"'`, "N'%'", "N'😀'", "N'é'", ...pairs(1, 30, (_, b) => `N'${String.fromCharCode(65 + b)} x'`)],
  },
  {
    name: 'texts of a Vietnamese code page (MS-07)',
    table: 'a varchar(20) collate Vietnamese_CI_AS not null primary key',
    key: ['a'],
    rows: pairs(6, 10, (a, b) => `N'${['Đặng', 'ngô', 'Ước', 'ân', 'Lê', 'an'][a]} ${b}'`),
  },
  {
    name: 'legacy texts in code page 1252',
    table: 'a varchar(20) collate Latin1_General_BIN not null primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `0x4e67${(0x80 + b).toString(16)}d4`),
  },
  {
    name: 'bytes',
    table: 'a varbinary(8) not null primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `0x${(b * 4).toString(16).padStart(2, '0')}00`),
  },
  {
    name: 'bytes of fixed length',
    table: 'a binary(3) not null primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `0x${(b * 4).toString(16).padStart(2, '0')}`),
  },
  { name: 'decimals', table: 'a decimal(30,10) not null primary key', key: ['a'], rows: pairs(1, 50, (_, b) => `${b - 25}.${b}000000001`) },
  { name: 'money', table: 'a money not null primary key', key: ['a'], rows: pairs(1, 50, (_, b) => `${b - 25}.000${b % 10}`) },
  { name: 'floats', table: 'a float not null primary key', key: ['a'], rows: pairs(1, 50, (_, b) => `(${b}e0 - 25) / 7e0`) },
  {
    name: 'times with seven digits',
    table: 'a datetime2(7) not null primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `'2026-03-28T23:59:${String(b).padStart(2, '0')}.000000${b % 10}'`),
  },
  {
    name: 'times of three hundredths',
    table: 'a datetime not null primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `'2026-03-28T23:59:${String(b).padStart(2, '0')}.997'`),
  },
  {
    name: 'instants, of which some are the same at another place',
    table: 'a datetimeoffset(3) not null primary key',
    key: ['a'],
    rows: pairs(1, 24, (_, b) => `'2026-03-28T${String(b).padStart(2, '0')}:${String(b).padStart(2, '0')}:00.120+0${b % 8}:00'`),
  },
  {
    name: 'another unique key than the mapped one',
    table: 'a int not null, b nvarchar(9) not null, n int null, constraint ten unique (b)',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `${b % 5}, N'b${b}', null`),
  },
];

function pairs(first: number, second: number, make: (a: number, b: number) => string): string[] {
  return Array.from({ length: first * second }, (_, index) => make(Math.floor(index / second), index % second));
}

const sorted = (rows: readonly RowValues[]) => rows.map((row) => JSON.stringify(row)).sort();

describe.each(everywhere)('snapshot of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it.each(keyed)('G-19: reads every row once by small ranges and pages: $name', async ({ table, key, rows }) => {
    const name = `g19_${keyed.findIndex((one) => one.rows === rows)}`;
    await server.sql(`create table ${name} (${table})`);
    await server.sql(`insert into ${name} values ${rows.map((row) => `(${row})`).join(', ')}`);
    await using source = await openSource(server.input);
    const selection = select(name, key, key);
    const whole = await readAll(source.snapshot, selection, 1_000_000, 1_000);
    expect(whole).toHaveLength(rows.length);
    if (!table.includes('constraint')) expect(new Set(sorted(whole)).size).toBe(rows.length);
    const ranges = await source.snapshot.split({ selection, rowsPerRange: 9, signal: never });
    expect(ranges.length).toBeGreaterThan(2);
    const parts: RowValues[] = [];
    // In any order: ranges are read side by side.
    for (const range of [...ranges].reverse()) parts.push(...(await readRange(source.snapshot, selection, range, 4)));
    expect(sorted(parts)).toEqual(sorted(whole));
  });

  it('G-23: reads a table without key by the mapped one, rows with a NULL in it included, and ties in one page', async () => {
    await server.sql('create table khong_khoa (a nvarchar(9) null, b int null)');
    await server.sql(
      `insert into khong_khoa values ${pairs(6, 10, (a, b) => `(N'${'aAbBcC'[a]}', ${b})`).join(', ')}, (null, 1), (null, 1), (N'x', null), (N'x', null)`,
    );
    await using source = await openSource(server.input);
    for (const key of [['a'], ['a', 'b'], ['b', 'a'], []])
      expect(await readAll(source.snapshot, select('khong_khoa', ['a', 'b'], key), 10, 3)).toHaveLength(64);
    await server.sql('create index theo_a on khong_khoa (a)');
    const read = await readAll(source.snapshot, select('khong_khoa', ['a', 'b'], ['a']), 10, 3);
    expect(read).toHaveLength(64);
    expect(new Set(sorted(read)).size).toBe(62);
  });

  it('reads a view, an empty table, and another schema', async () => {
    await server.sql('create table goc (id int not null primary key, ten nvarchar(9) null)');
    await server.sql("insert into goc values (1, N'a'), (2, N'b'), (3, null)");
    await server.sql('create view xem as select id, ten from goc');
    await server.sql('create schema khac');
    await server.sql('create table khac.trong (id int not null primary key)');
    await using source = await openSource(server.input);
    const found = (await source.describe(never)).map(({ collection, kind }) => [collection.schema, collection.name, kind]);
    expect(found).toContainEqual(['dbo', 'xem', 'view']);
    expect(found).toContainEqual(['khac', 'trong', 'table']);
    expect(await readAll(source.snapshot, select('xem', ['id', 'ten'], ['id']), 1, 2)).toHaveLength(3);
    expect(await readAll(source.snapshot, select('trong', ['id'], ['id'], 'khac'))).toEqual([]);
  });

  it('refuses by name what is not there, what has another key now, and a foreign position', async () => {
    await server.sql('create table doi_khoa (a int not null, b int not null, constraint khoa primary key (a))');
    await using source = await openSource(server.input);
    const failure = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      return isLienThongError(error) ? [error.code, error.message] : error;
    };
    expect(await failure(readAll(source.snapshot, select('khong_co', ['a'], ['a'])))).toEqual([
      'COLLECTION_MISSING',
      'dbo.khong_co does not exist, or this login may not see it',
    ]);
    expect(await failure(readAll(source.snapshot, select('doi_khoa', ['a', 'z'], ['a'])))).toEqual([
      'SCHEMA_CHANGED',
      'dbo.doi_khoa has no column [z] that this login may read',
    ]);
    const selection = select('doi_khoa', ['a', 'b'], ['a']);
    const [range] = await source.snapshot.split({ selection, rowsPerRange: 10, signal: never });
    await server.sql('alter table doi_khoa drop constraint khoa');
    await server.sql('alter table doi_khoa add constraint khoa primary key (b)');
    if (range === undefined) throw new Error('a range was expected');
    expect(await failure(readRange(source.snapshot, selection, range))).toEqual([
      'POSITION_FOREIGN',
      'the table was read by its key a, and is read by b now',
    ]);
  });
});
