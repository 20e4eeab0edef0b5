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
    table: 'a int, b varchar(10), c date, primary key (a, b, c)',
    key: ['a', 'b', 'c'],
    rows: pairs(5, 20, (a, b) => `${a - 2}, 'k${b % 7}', date_add('2026-01-01', interval ${b} day)`),
  },
  {
    name: 'bigint unsigned beyond the signed ones',
    table: 'a bigint unsigned primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => (18446744073709551615n - BigInt(b) * 300n).toString()),
  },
  { name: 'negative numbers', table: 'a int primary key', key: ['a'], rows: pairs(1, 60, (_, b) => String((b - 30) * 7)) },
  {
    name: 'texts of a collation that knows neither case nor accents',
    table: 'a varchar(20) collate utf8mb4_unicode_ci, b int, primary key (a, b)',
    key: ['a', 'b'],
    rows: [...pairs(4, 6, (a, b) => `'${['Đặng', 'dang', 'DẶNG', 'ơn'][a]}', ${a * 10 + b}`), ...pairs(1, 20, (_, b) => `'z${b}', 1`)],
  },
  {
    name: 'texts with blanks, quotes, backslashes and nothing at all',
    table: 'a varchar(20) collate utf8mb4_bin primary key',
    key: ['a'],
    rows: [
      "''",
      "' '",
      "'a''b'",
      "'a\\\\b'",
      "'a\\\\'",
      `'"'`,
      "'%'",
      "'\\0'",
      "'😀'",
      "'é'",
      ...pairs(1, 30, (_, b) => `'${String.fromCharCode(65 + b)} x'`),
    ].filter((row) => row !== "' '"),
  },
  {
    name: 'legacy texts in latin1',
    table: 'a varchar(20) character set latin1 collate latin1_bin primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `x'4e67${(0x80 + b).toString(16)}d4'`),
  },
  {
    name: 'UTF-16',
    table: 'a varchar(20) character set utf16 primary key',
    key: ['a'],
    rows: pairs(1, 40, (_, b) => `'Đ${b}ế'`),
  },
  {
    name: 'bytes',
    table: 'a varbinary(8) primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `x'${(b * 4).toString(16).padStart(2, '0')}00'`),
  },
  {
    name: 'bytes of fixed length',
    table: 'a binary(3) primary key',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `x'${(b * 4).toString(16).padStart(2, '0')}'`),
  },
  {
    name: 'enum, whose order is not that of its labels',
    table: "a enum('z','m','a','q'), b int, primary key (a, b)",
    key: ['a', 'b'],
    rows: pairs(4, 15, (a, b) => `'${'zmaq'[a]}', ${b}`),
  },
  { name: 'set', table: "a set('z','m','a','q','b') primary key", key: ['a'], rows: pairs(1, 32, (_, b) => String(b)) },
  { name: 'bits', table: 'a bit(9) primary key', key: ['a'], rows: pairs(1, 50, (_, b) => String(b * 10)) },
  { name: 'years', table: 'a year primary key', key: ['a'], rows: ['0', ...pairs(1, 50, (_, b) => String(1901 + b))] },
  { name: 'decimals', table: 'a decimal(30,10) primary key', key: ['a'], rows: pairs(1, 50, (_, b) => `${b - 25}.${b}000000001`) },
  { name: 'doubles', table: 'a double primary key', key: ['a'], rows: pairs(1, 50, (_, b) => `(${b} - 25) / 7e0`) },
  { name: 'floats', table: 'a float primary key', key: ['a'], rows: pairs(1, 50, (_, b) => `(${b} - 25) / 7e0`) },
  {
    name: 'instants',
    table: 'a timestamp(3) not null default current_timestamp(3), primary key (a)',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `date_add('2026-03-28 23:59:59.900', interval ${b * 1_001} microsecond)`),
  },
  { name: 'spans', table: 'a time(1) primary key', key: ['a'], rows: pairs(1, 60, (_, b) => `sec_to_time((${b} - 30) * 5000.5)`) },
  {
    name: 'another unique key than the mapped one',
    table: 'a int not null, b varchar(9) not null, n int, unique key tên (b)',
    key: ['a'],
    rows: pairs(1, 60, (_, b) => `${b % 5}, 'b${b}', null`),
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
  const selectOf = (name: string, columns: readonly string[], key: readonly string[]) => select(name, columns, key, server.input.database);

  it.each(keyed)('G-19: reads every row once by small ranges and pages: $name', async ({ table, key, rows }) => {
    await using writer = await server.session();
    await writer.sql("set sql_mode = ''");
    await writer.sql("set time_zone = '+00:00'");
    await writer.sql('drop table if exists g19');
    await writer.sql(`create table g19 (${table}) character set utf8mb4`);
    await writer.sql(`insert into g19 values ${rows.map((row) => `(${row})`).join(', ')}`);
    await writer.sql('analyze table g19');
    await using source = await openSource(server.input);
    const selection = selectOf('g19', key, key);
    const whole = await readAll(source.snapshot, selection, 1_000_000, 1_000);
    expect(whole).toHaveLength(rows.length);
    if (!key.includes('n') && key.length === new Set(key).size && !table.includes('tên'))
      expect(new Set(sorted(whole)).size).toBe(rows.length);
    const ranges = await source.snapshot.split({ selection, rowsPerRange: 9, signal: never });
    expect(ranges.length).toBeGreaterThan(2);
    const parts: RowValues[] = [];
    // In any order: ranges are read side by side.
    for (const range of [...ranges].reverse()) parts.push(...(await readRange(source.snapshot, selection, range, 4)));
    expect(sorted(parts)).toEqual(sorted(whole));
  });

  it('reads each row about once from the index, also of a key with three columns', async () => {
    await server.sql('create table chi_muc (a int, b varchar(20), c int, d char(100), primary key (a, b, c), key (d, a))');
    await server.sql(`insert into chi_muc values ${pairs(40, 100, (a, b) => `(${a}, 'b${b % 10}', ${b}, 'x')`).join(', ')}`);
    await server.sql('analyze table chi_muc');
    await using source = await openSource(server.input);
    const selection = selectOf('chi_muc', ['a', 'b', 'c', 'd'], ['a', 'b', 'c']);
    const handlers = async () => {
      const rows = await server.sql("show global status where variable_name like 'Handler_read_%'");
      return rows.reduce((sum, [, value]) => sum + Number(value), 0);
    };
    const before = await handlers();
    expect(await readAll(source.snapshot, selection, 1_000_000, 50)).toHaveLength(4_000);
    expect((await handlers()) - before).toBeLessThan(4_000 * 3);
  });

  it('G-23: reads a table without key by the mapped one, rows with a NULL in it included, and ties in one page', async () => {
    await server.sql('create table khong_khoa (a varchar(9), b int)');
    await server.sql(
      `insert into khong_khoa values ${pairs(6, 10, (a, b) => `('${'aAbBcC'[a]}', ${b})`).join(', ')}, (null, 1), (null, 1), ('x', null), ('x', null)`,
    );
    await using source = await openSource(server.input);
    for (const key of [['a'], ['a', 'b'], ['b', 'a'], []]) {
      const selection = selectOf('khong_khoa', ['a', 'b'], key);
      expect(await readAll(source.snapshot, selection, 10, 3)).toHaveLength(64);
    }
    await server.sql('create index theo_a on khong_khoa (a)');
    const read = await readAll(source.snapshot, selectOf('khong_khoa', ['a', 'b'], ['a']), 10, 3);
    expect(read).toHaveLength(64);
    expect(new Set(sorted(read)).size).toBe(62);
  });

  it('reads a view, an empty table, and names that need quotes', async () => {
    await server.sql('create table `Hộ "tịch" ``x``.y` (`select` int primary key, `Tên.Họ` varchar(9))');
    await server.sql('insert into `Hộ "tịch" ``x``.y` values (1, "a"), (2, "b"), (3, null)');
    await server.sql('create view xem as select `select` as id, `Tên.Họ` as ten from `Hộ "tịch" ``x``.y`');
    await server.sql('create table trong (id int primary key)');
    await using source = await openSource(server.input);
    const found = (await source.describe(never)).map(({ collection, kind }) => [collection.name, kind]);
    expect(found).toContainEqual(['Hộ "tịch" `x`.y', 'table']);
    expect(found).toContainEqual(['xem', 'view']);
    expect(await readAll(source.snapshot, selectOf('Hộ "tịch" `x`.y', ['Tên.Họ', 'select'], ['select']), 1, 1)).toEqual([
      ['a', '1'],
      ['b', '2'],
      [null, '3'],
    ]);
    expect(await readAll(source.snapshot, selectOf('xem', ['id', 'ten'], ['id']), 1, 2)).toHaveLength(3);
    expect(await readAll(source.snapshot, selectOf('trong', ['id'], ['id']))).toEqual([]);
  });

  it('refuses by name what is not there, what has another key now, and a foreign position', async () => {
    await server.sql('create table doi_khoa (a int primary key, b int not null)');
    await using source = await openSource(server.input);
    const failure = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      return isLienThongError(error) ? [error.code, error.message] : error;
    };
    const { database } = server.input;
    expect(await failure(readAll(source.snapshot, selectOf('khong_co', ['a'], ['a'])))).toEqual([
      'COLLECTION_MISSING',
      `${database}.khong_co does not exist, or this login may not see it`,
    ]);
    expect(await failure(readAll(source.snapshot, selectOf('doi_khoa', ['a', 'z'], ['a'])))).toEqual([
      'SCHEMA_CHANGED',
      `${database}.doi_khoa has no column \`z\` that this login may read`,
    ]);
    const selection = selectOf('doi_khoa', ['a', 'b'], ['a']);
    const [range] = await source.snapshot.split({ selection, rowsPerRange: 10, signal: never });
    await server.sql('alter table doi_khoa drop primary key, add primary key (b)');
    if (range === undefined) throw new Error('a range was expected');
    expect(await failure(readRange(source.snapshot, selection, range))).toEqual([
      'POSITION_FOREIGN',
      'the table was read by its key a, and is read by b now',
    ]);
    expect(await failure(readRange(source.snapshot, selection, { kind: 'postgres/keys', format: 1 }))).toEqual([
      'POSITION_FOREIGN',
      expect.stringContaining('postgres/keys'),
    ]);
  });

  it('ends the statement on the server when the reader is told to stop, and the source goes on', async () => {
    await server.sql('create table cham (a int primary key)');
    await server.sql('insert into cham values (1), (2)');
    await server.sql('create view cham_xem as select a, sleep(20) as s from cham');
    await using source = await openSource(server.input);
    const abort = new AbortController();
    const selection = selectOf('cham_xem', ['a', 's'], ['a']);
    const [range] = await source.snapshot.split({ selection, rowsPerRange: 10, signal: never });
    if (range === undefined) throw new Error('a range was expected');
    const reading = (async () => {
      for await (const _ of source.snapshot.read({ selection, range, after: undefined, batchRows: 10, signal: abort.signal })) break;
    })();
    const sleeping = async () =>
      (
        await server.sql(
          "select count(*) from information_schema.processlist where info like '%cham_xem%' and info not like '%processlist%'",
        )
      )[0]?.[0];
    await expect.poll(sleeping).toBe('1');
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect.poll(sleeping).toBe('0');
    expect(await readAll(source.snapshot, selectOf('cham', ['a'], ['a']))).toEqual([['1'], ['2']]);
  });
});
