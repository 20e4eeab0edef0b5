import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { follow, followToNow, never, readAll, select } from './collect.ts';
import { openSource, type TestServer, targets } from './server.ts';

describe.each(targets)('changes of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('G-01: tells inserts, updates, deletes and key changes in order, with complete rows', async () => {
    await server.sql('create table person (id int primary key, name text)');
    await server.sql("insert into person values (1, 'An'), (2, 'Bình')");
    await using source = await openSource({ ...server.input, slot: 'g01', publication: 'g01' });
    const selection = select('person', ['name', 'id'], ['id']);
    const start = await source.changes.start([selection], never);
    expect(await readAll(source.snapshot, selection)).toEqual([
      ['An', '1'],
      ['Bình', '2'],
    ]);
    await server.sql("insert into person values (3, 'Chi')");
    await server.sql(
      "begin; update person set name = 'Ân' where id = 1; update person set id = 9 where id = 2; delete from person where id = 3; commit",
    );
    await server.sql('truncate person');
    const { changes } = await followToNow(server, source.changes, [selection], start);
    expect(
      changes.map((change) => [change.op, change.op === 't' ? undefined : change.row, change.op === 't' ? undefined : change.oldKey]),
    ).toEqual([
      ['c', ['Chi', '3'], undefined],
      ['u', ['Ân', '1'], undefined],
      ['u', ['Bình', '9'], [null, '2']],
      ['d', [null, '3'], undefined],
      ['t', undefined, undefined],
    ]);
    const versions = changes.map((change) => change.version);
    expect([...versions].sort()).toEqual(versions);
    expect(new Set(versions).size).toBe(5);
  });

  it('AC-PG-2: reads rows again whose unchanged TOAST values the log left out', async () => {
    await server.sql('create table doc (id int primary key, n int, body text); alter table doc alter body set storage external');
    await using source = await openSource({ ...server.input, slot: 'toast', publication: 'toast' });
    const selection = select('doc', ['id', 'n', 'body'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql(
      "insert into doc values (1, 0, repeat('x', 10000)), (2, 0, repeat('y', 10000)); update doc set n = 1 where id = 1; update doc set n = 1 where id = 2; delete from doc where id = 2",
    );
    const { changes } = await follow(source.changes, [selection], start, (all) => all.some((change) => change.op === 'd'));
    expect(
      changes.map((change) => [
        change.op,
        change.op === 't' ? 0 : change.row[0],
        change.op === 't' ? 0 : String(change.row[2] ?? '').length,
      ]),
    ).toEqual([
      ['c', '1', 10000],
      ['c', '2', 10000],
      ['u', '1', 10000],
      ['d', '2', 0],
    ]);
  });
});
