import { followToNow, never, readAll } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

describe.each(everywhere)('computed columns under $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('PG-10: tells computed values, stored and virtual, as a read does, and those of rows that changed again', async () => {
    const virtual = target.major >= 18 ? ', v int generated always as (n + 1) virtual' : '';
    await server.sql(
      `create table computed (id int primary key, n int, s int generated always as (n * 2) stored, up text generated always as (case when n > 5 then 'X' else 'Y' end) stored${virtual})`,
    );
    await using source = await openSource({ ...server.input, slot: 'computed', publication: 'computed' });
    const selection = select('computed', ['id', 's', 'up', 'n', ...(virtual === '' ? [] : ['v'])], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql('insert into computed (id, n) values (1, 1), (2, 2); update computed set n = n + 10 where id = 2');
    const { changes } = await followToNow(source.changes, [selection], start);
    const state = new Map(changes.map((change) => [change.op === 't' ? '' : change.row[0], change.op === 't' ? [] : change.row]));
    expect([...state.values()]).toEqual(await readAll(source.snapshot, selection));
    expect(state.get('2')?.slice(0, 4)).toEqual(['2', '24', 'X', '12']);
  });

  it('PG-10: refuses a computed key where the log does not have it', async () => {
    await server.sql('create table by_computed (n int not null, k int generated always as (n * 2) stored, primary key (k))');
    await using source = await openSource({ ...server.input, slot: 'by_computed', publication: 'by_computed' });
    const selection = select('by_computed', ['k', 'n'], ['k']);
    if (target.major < 18) {
      await expect(source.changes.start([selection], never)).rejects.toMatchObject({ code: 'SOURCE_NOT_READY' });
      return;
    }
    const start = await source.changes.start([selection], never);
    await server.sql(
      'insert into by_computed values (1), (2); update by_computed set n = 5 where n = 1; delete from by_computed where n = 2',
    );
    const { changes } = await followToNow(source.changes, [selection], start);
    expect(changes.map((change) => [change.op, change.op === 't' ? '' : change.row[0]])).toEqual([
      ['c', '2'],
      ['c', '4'],
      ['u', '10'],
      ['d', '4'],
    ]);
  });
});
