import { type IncrementalBatch, type Position, rowCount, valuesOfRows } from '@lienthong/core';
import { expect, it } from 'vitest';
import { type everywhere, openSource, select, type TestServer, targets } from './server.ts';

type Source = Awaited<ReturnType<typeof openSource>>;

async function opened(...statements: readonly string[]): Promise<TestServer> {
  const [target] = targets satisfies typeof everywhere;
  if (target === undefined) throw new Error('there is no server');
  const server = await target.open();
  for (const statement of statements) await server.sql(statement);
  return server;
}

interface Pass {
  readonly rows: readonly (readonly unknown[])[];
  readonly versions: readonly string[];
  readonly positions: readonly Position[];
}

/** One pass, in windows of three keys; `most`: ends before it is over, as a crash would. */
async function pass(source: Source, schema: string, after?: Position, most = Number.POSITIVE_INFINITY, name = 'T'): Promise<Pass> {
  const selection = select(name, ['ID', 'A'], ['ID'], schema);
  const request = { selection, watermark: 'ORA_ROWSCN', after, settleMs: 0, batchRows: 3, signal: AbortSignal.timeout(30_000) };
  const batches: (Pick<IncrementalBatch, 'position' | 'versions'> & { readonly rows: readonly (readonly unknown[])[] })[] = [];
  if (source.incremental === undefined) throw new Error('there is no incremental reading');
  for await (const { rows, versions, position } of source.incremental.read(request)) {
    expect(versions).toHaveLength(rowCount(rows));
    batches.push({ rows: valuesOfRows(rows).map((row) => [...row]), versions, position });
    if (batches.length >= most) break;
  }
  return {
    rows: batches.flatMap(({ rows }) => rows),
    versions: batches.flatMap(({ versions }) => versions),
    positions: batches.map(({ position }) => position),
  };
}

const ten = `insert into t select level, 'cũ' from dual connect by level <= 10`;
const table = ['create table t (id number(9) not null primary key, a nvarchar2(20)) rowdependencies', ten];

it('reads by ORA_ROWSCN all rows, and then what was committed since: changed, new, or moved to another key', async () => {
  await using server = await opened(...table);
  await using source = await openSource(server.input);
  const first = await pass(source, server.schema);
  expect(first.rows.map(([id]) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  await server.sql("update t set a = 'mới' where id in (2, 9)");
  await server.sql("insert into t values (11, 'mới')");
  await server.sql('update t set id = 12 where id = 5');
  const second = await pass(source, server.schema, first.positions.at(-1));
  expect(second.rows).toEqual([
    ['2', 'mới'],
    ['9', 'mới'],
    ['11', 'mới'],
    ['12', 'cũ'],
  ]);
  expect([...second.versions].sort().at(0)).toSatisfy((version: string) => first.versions.every((older) => older < version));
  const third = await pass(source, server.schema, second.positions.at(-1));
  expect(third.rows).toEqual([]);
});

it('finds what a transaction commits that was open while a pass went by', async () => {
  await using server = await opened(...table);
  await using source = await openSource(server.input);
  await using writer = await server.session();
  await writer.sql("update t set a = 'muộn' where id = 1");
  const first = await pass(source, server.schema);
  expect(first.rows.find(([id]) => id === '1')).toEqual(['1', 'cũ']);
  await writer.sql('commit');
  expect((await pass(source, server.schema, first.positions.at(-1))).rows).toEqual([['1', 'muộn']]);
});

it('goes on within a pass after a crash, and looks once more at what it had walked through before', async () => {
  await using server = await opened(...table);
  await using source = await openSource(server.input);
  const broken = await pass(source, server.schema, undefined, 2);
  expect(broken.rows.map(([id]) => id)).toEqual(['1', '2', '3', '4', '5', '6']);
  await server.sql("update t set a = 'mới' where id in (1, 8)");
  const rest = await pass(source, server.schema, broken.positions.at(-1));
  const ids = rest.rows.map(([id]) => id);
  expect(ids.slice(0, 4)).toEqual(['7', '8', '9', '10']);
  expect(ids.slice(4)).toContain('1');
  expect((await pass(source, server.schema, rest.positions.at(-1))).rows).toEqual([]);
});

it('is described as a watermark of tables alone, and refuses a view and the position of another key', async () => {
  await using server = await opened(...table, 'create view v as select id, a from t');
  await using source = await openSource(server.input);
  const described = await source.describe(AbortSignal.timeout(30_000));
  const watermarks = (name: string) =>
    described.find(({ collection }) => collection.schema === server.schema && collection.name === name)?.watermarks;
  expect([watermarks('T'), watermarks('V')]).toEqual([['ORA_ROWSCN'], undefined]);
  await expect(pass(source, server.schema, undefined, 1, 'V')).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
  const [position] = (await pass(source, server.schema, undefined, 1)).positions;
  const foreign = { ...position, columns: ['A'] } as unknown as Position; // a position of ours, but for its key
  await expect(pass(source, server.schema, foreign)).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
  const damaged = { ...position, since: 'x' } as unknown as Position; // likewise
  await expect(pass(source, server.schema, damaged)).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
});
