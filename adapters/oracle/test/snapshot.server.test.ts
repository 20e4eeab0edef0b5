import { readAll } from '@lienthong/conformance/reading';
import { valuesOfRow } from '@lienthong/core';
import { OracleError } from '@lienthong/testbed/oracle';
import { expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

/** TCVN3, which no set of Oracle's knows: bytes, whatever letters they are there. */
const tcvn3 = 'a7c66e67205468dd';

const signal = () => AbortSignal.timeout(30_000);

async function opened(...statements: readonly string[]): Promise<TestServer> {
  return await openedIn('AL32UTF8', ...statements);
}

async function openedIn(characterSet: string, ...statements: readonly string[]): Promise<TestServer> {
  const [target] = targets;
  if (target === undefined) throw new Error('there is no server');
  const server = await target.open({ characterSet });
  for (const statement of statements) await server.sql(statement);
  return server;
}

it('AC-OR-3: asks a page again whose old state the server could not keep, and gives up in the end', async () => {
  await using server = await opened(
    'create table t (id number(9) not null primary key)',
    'insert into t select 1 from dual union all select 2 from dual union all select 3 from dual',
  );
  await using source = await openSource(server.input);
  const selection = select('T', ['ID'], ['ID'], server.schema);
  const tooOld = (times: number) => void server.wire?.faults.failOn(/"T" .*rownum/, new OracleError(1555, 'snapshot too old'), { times });
  tooOld(2);
  expect(await readAll(source.snapshot, selection, 100, 2, signal())).toEqual([['1'], ['2'], ['3']]);
  tooOld(20);
  await expect(readAll(source.snapshot, selection, 100, 2, signal())).rejects.toMatchObject({
    code: 'SOURCE_BUSY',
    details: { code: '1555' },
  });
});

it('G-19, G-23: reads a table without a key by the places of its rows, and a view by its mapped key', async () => {
  await using server = await opened(
    'create table t (a number(9), b varchar2(10))',
    "insert into t select 1, 'x' from dual union all select 1, 'x' from dual union all select null, 'y' from dual union all select 2, null from dual",
    'create view v as select a, b from t',
  );
  await using source = await openSource(server.input);
  const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();
  const all = sorted([
    ['1', 'x'],
    ['1', 'x'],
    [null, 'y'],
    ['2', null],
  ]);
  expect(sorted(await readAll(source.snapshot, select('T', ['A', 'B'], [], server.schema), 100, 1, signal()))).toEqual(all);
  expect(sorted(await readAll(source.snapshot, select('V', ['A', 'B'], ['A'], server.schema), 100, 1, signal()))).toEqual(all);
});

it('takes a unique constraint and its index, which bear one name, for one key', async () => {
  await using server = await opened(
    'create table t (a number(9) not null, b varchar2(10) not null, constraint t_uq unique (b, a))',
    "insert into t select 2, 'x' from dual union all select 1, 'x' from dual",
  );
  await using source = await openSource(server.input);
  const [described] = await source.describe(signal());
  expect(described).toMatchObject({ primaryKey: [], uniqueKeys: [['B', 'A']] });
  expect(await readAll(source.snapshot, select('T', ['A', 'B'], ['A'], server.schema), 100, 1, signal())).toEqual([
    ['1', 'x'],
    ['2', 'x'],
  ]);
});

it('hands on the stored bytes of legacy texts, in snapshot and log alike', async () => {
  const put = (id: number) => `insert into t values (${id}, utl_raw.cast_to_varchar2(hextoraw('${tcvn3}')))`;
  await using server = await openedIn(
    'US7ASCII',
    'create table t (id number(9) not null primary key, ten varchar2(20))',
    'alter table t add supplemental log data (all) columns',
    put(1),
  );
  await using source = await openSource({ ...server.input, changes: 'logminer', storedText: [`${server.schema}.T.TEN`] });
  const selection = select('T', ['ID', 'TEN'], ['ID'], server.schema);
  const bytes = new Uint8Array(Buffer.from(tcvn3, 'hex'));
  const start = await source.changes.start([selection], signal());
  expect(await readAll(source.snapshot, selection, 100, 10, signal())).toEqual([['1', bytes]]);
  await server.sql(put(2));
  const request = { selections: [selection], heartbeatMs: 500, batchChanges: 10, maxTransactionChanges: 100, signal: signal() };
  for await (const { changes } of source.changes.read({ ...request, after: start })) {
    const [change] = changes;
    if (change === undefined || change.op === 't') continue;
    expect(valuesOfRow(change.row)).toEqual(['2', bytes]);
    expect(change.readAgain).toBe(true);
    break;
  }
});
