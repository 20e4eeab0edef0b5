import { setTimeout as pause } from 'node:timers/promises';
import { never } from '@lienthong/conformance/reading';
import { compareVersions, type Position, type RowValues, type Selection, type Source, type Version, valuesOfRows } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

interface ReadBatch {
  readonly rows: readonly RowValues[];
  readonly versions: readonly Version[];
  readonly position: Position;
}

async function pass(
  source: Source<'incremental'>,
  selection: Selection,
  watermark: string,
  after?: Position,
  settleMs = 0,
  batchRows = 7,
): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of source.incremental.read({ selection, watermark, after, settleMs, batchRows, signal: never }))
    batches.push({ ...batch, rows: valuesOfRows(batch.rows) });
  return batches;
}

const ids = (batches: readonly ReadBatch[]) => batches.flatMap((batch) => batch.rows.map((row) => row[0]));

describe.each(everywhere)('incremental reading of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open({ 'default-time-zone': '+07:00' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const selectOf = (name: string, columns: readonly string[], key: readonly string[]) => select(name, columns, key, server.input.database);

  it.each([
    ['timestamp(6) null', (i: number) => `now(6) - interval 1 day + interval ${Math.floor(i / 10)} microsecond`],
    ['datetime(6)', (i: number) => `now(6) - interval 1 day + interval ${Math.floor(i / 10)} microsecond`],
    ['date', (i: number) => `current_date - interval 400 day + interval ${Math.floor(i / 10)} day`],
    ['bigint', (i: number) => String(Math.floor(i / 10) - 5)],
    ['bigint unsigned', (i: number) => `18446744073709551600 + ${Math.floor(i / 10)}`],
  ])('reads what grew behind a %s, with ties, in pages, and resumes behind each', async (type, value) => {
    await server.sql('drop table if exists grown');
    await server.sql(`create table grown (k varchar(9) primary key, w ${type}, key (w, k))`);
    await server.sql('set @at = now(6)');
    const rows = Array.from({ length: 100 }, (_, index) => `('k${index + 1}', ${value(index + 1)})`);
    await server.sql(`insert into grown values ${rows.join(', ')}`);
    await using source = await openSource(server.input);
    const selection = selectOf('grown', ['w', 'k'], ['k']);
    const batches = await pass(source, selection, 'w');
    const keys = (list: readonly ReadBatch[]) => list.flatMap((batch) => batch.rows.map((row) => String(row[1])));
    expect(keys(batches).length).toBe(100);
    expect(new Set(keys(batches)).size).toBe(100);
    expect(batches.length).toBeGreaterThan(10);
    const versions = batches.flatMap((batch) => batch.versions);
    expect(versions).toEqual([...versions].sort(compareVersions));
    let before = 0;
    for (const batch of batches.slice(0, 5)) {
      before += batch.rows.length;
      expect(keys(await pass(source, selection, 'w', batch.position))).toEqual(keys(batches).slice(before));
    }
    expect(await pass(source, selection, 'w', batches.at(-1)?.position)).toEqual([]);
  });

  it.each(['timestamp null', 'datetime'])(
    'leaves young rows of a %s for the next pass, by the clock of the server and its zone',
    async (type) => {
      await server.sql('drop table if exists young');
      await server.sql(`create table young (id int primary key, w ${type} not null)`.replace('null not null', 'not null'));
      await server.sql('insert into young values (1, now() - interval 1 hour), (2, now())');
      await using source = await openSource(server.input);
      const selection = selectOf('young', ['id', 'w'], ['id']);
      expect(ids(await pass(source, selection, 'w', undefined, 600_000))).toEqual(['1']);
      expect(ids(await pass(source, selection, 'w'))).toEqual(['1', '2']);
    },
  );

  it('leaves the rows of the present day of a date for the day after', async () => {
    await server.sql('create table daily (id int primary key, w date not null)');
    await server.sql('insert into daily values (1, current_date - interval 1 day), (2, current_date)');
    await using source = await openSource(server.input);
    expect(ids(await pass(source, selectOf('daily', ['id', 'w'], ['id']), 'w'))).toEqual(['1']);
  });

  it('loses no row of a transaction that began right behind a look at the list of transactions, which is old for a tenth of a second', async () => {
    await server.sql('create table numbers (w int primary key)');
    await server.sql('insert into numbers values (1)');
    await using source = await openSource(server.input);
    await using early = await server.session();
    await using late = await server.session();
    await late.sql('select count(*) from information_schema.innodb_trx');
    await early.sql('begin');
    await early.sql('insert into numbers values (2)');
    await late.sql('insert into numbers values (3)');
    const passing = pass(source, selectOf('numbers', ['w'], ['w']), 'w');
    // A chance for whoever does not wait for the transaction: nothing shows that an adapter waits.
    await Promise.race([passing, pause(400)]);
    await early.sql('commit');
    expect(ids(await passing)).toEqual(['1', '2', '3']);
  });

  it('loses no row of a view whose rows share watermarks', async () => {
    await server.sql('create table many (id int, w int)');
    await server.sql(
      `insert into many values ${Array.from({ length: 100 }, (_, index) => `(${index + 1}, ${Math.floor(index / 25)})`).join(', ')}`,
    );
    await server.sql('create view many_seen as select * from many');
    await using source = await openSource(server.input);
    const rows = ids(await pass(source, selectOf('many_seen', ['id', 'w'], ['id']), 'w'));
    expect(rows.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('refuses rows without a watermark, zeros in its place, columns that are none, and positions of another column', async () => {
    await server.sql('create table holes (id int primary key, w int, t text, d date)');
    await using writer = await server.session();
    await writer.sql("set sql_mode = ''");
    await writer.sql("insert into holes values (1, 1, '', '0000-00-00'), (2, null, '', '2026-01-01')");
    await using source = await openSource(server.input);
    const selection = selectOf('holes', ['id', 'w', 't', 'd'], ['id']);
    await expect(pass(source, selection, 'w')).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('w is NULL') as unknown,
    });
    await expect(pass(source, selection, 'd')).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('d that is no date') as unknown,
    });
    await expect(pass(source, selection, 't')).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
    const foreign = { kind: 'mysql/watermark', format: 1, column: 'x', columns: ['id'], value: '1', key: ['1'] };
    await expect(pass(source, selection, 'w', foreign)).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
  });
});
