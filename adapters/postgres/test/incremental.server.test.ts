import { never } from '@lienthong/conformance/reading';
import { compareVersions, type Position, type RowValues, type Selection, type Source, type Version, valuesOfRows } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

type Opened = Source<'snapshot' | 'incremental' | 'changes'>;

interface ReadBatch {
  readonly rows: readonly RowValues[];
  readonly versions: readonly Version[];
  readonly position: Position;
}

async function pass(
  source: Opened,
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

describe.each(everywhere)('incremental reading of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it.each([
    ['timestamptz', "now() - interval '1 day' + (i / 10) * interval '1 microsecond'"],
    ['timestamp', "localtimestamp - interval '1 day' + (i / 10) * interval '1 microsecond'"],
    ['date', 'current_date - 400 + i / 10'],
    ['bigint', 'i / 10 - 5'],
  ])('reads what grew behind a %s, with ties, in pages, and resumes behind each', async (type, value) => {
    await server.sql(`drop table if exists grown; create table grown (k text primary key, w ${type} not null); create index on grown (w, k);
      insert into grown select 'k' || i, ${value} from generate_series(1, 100) i`);
    await using source = await openSource(server.input);
    const selection = select('grown', ['w', 'k'], ['k']);
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

  it('leaves the rows of the present day of a date for the day after', async () => {
    await server.sql(
      'create table daily (id int primary key, w date not null); insert into daily values (1, current_date - 1), (2, current_date)',
    );
    await using source = await openSource(server.input);
    expect((await pass(source, select('daily', ['id', 'w'], ['id']), 'w')).flatMap((batch) => batch.rows.map((row) => row[0]))).toEqual([
      '1',
    ]);
  });

  it('loses no row of a view whose rows share watermarks', async () => {
    await server.sql(
      'create table many (id int, w int); insert into many select i, i / 25 from generate_series(1, 100) i; create view many_seen as select * from many',
    );
    await using source = await openSource(server.input);
    const rows = (await pass(source, select('many_seen', ['id', 'w'], ['id']), 'w')).flatMap((batch) => batch.rows);
    expect(rows.map((row) => Number(row[0])).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('refuses rows without a watermark, columns that are none, and positions of another column', async () => {
    await server.sql('create table holes (id int primary key, w int, t text); insert into holes values (1, 1), (2, null)');
    await using source = await openSource(server.input);
    const selection = select('holes', ['id', 'w', 't'], ['id']);
    await expect(pass(source, selection, 'w')).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('w is NULL') as unknown,
    });
    await expect(pass(source, selection, 't')).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
    const foreign = { kind: 'postgres/watermark', format: 1, column: 'x', value: '1', key: [] };
    await expect(pass(source, selection, 'w', foreign)).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
  });
});
