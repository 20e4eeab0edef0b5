import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followToNow, keepFollowing, never, select, until } from './collect.ts';
import { openSource, type Target, type TestServer, targets } from './server.ts';

const people = select('dan', ['id', 'ten'], ['id']);
const definition = 'id int primary key, ten varchar(50), ghi_chu varchar(50), tuoi int';

interface Case {
  readonly name: string;
  readonly statements: readonly string[];
  /** The code of the error, or `undefined` where following goes on. */
  readonly code: string | undefined;
  /** The same of a log that does not name columns. */
  readonly unnamed?: string | undefined;
  readonly only?: 'MariaDB' | 'MySQL';
}

const lost = 'SOURCE_HISTORY_LOST';
const changed = 'SCHEMA_CHANGED';

const cases: readonly Case[] = [
  { name: 'a column is added at the end', statements: ['alter table dan add column them int'], code: undefined, unnamed: changed },
  { name: 'a column is added in front', statements: ['alter table dan add column them int first'], code: undefined, unnamed: changed },
  { name: 'another column is dropped', statements: ['alter table dan drop column ghi_chu'], code: undefined, unnamed: changed },
  { name: 'a selected column is dropped', statements: ['alter table dan drop column ten'], code: changed },
  {
    name: 'a selected column is dropped and made anew',
    statements: ['alter table dan drop column ten', 'alter table dan add column ten varchar(50)'],
    code: changed,
  },
  { name: 'a selected column is renamed', statements: ['alter table dan change ten ho_ten varchar(50)'], code: changed },
  {
    name: 'two columns of one type exchange their names',
    statements: ['alter table dan change ten ghi_chu varchar(50), change ghi_chu ten varchar(50)'],
    code: changed,
  },
  { name: 'a selected column becomes shorter', statements: ['alter table dan modify ten varchar(20)'], code: changed },
  { name: 'a selected column becomes longer', statements: ['alter table dan modify ten varchar(200)'], code: undefined, unnamed: changed },
  { name: 'a selected column becomes a text', statements: ['alter table dan modify ten text'], code: undefined, unnamed: changed },
  {
    name: 'a selected column becomes a number',
    statements: ["update dan set ten = '7'", 'alter table dan modify ten bigint'],
    code: changed,
  },
  {
    name: 'a selected column gets another character set',
    statements: ['alter table dan modify ten varchar(50) character set latin1'],
    code: changed,
  },
  { name: 'a number becomes larger', statements: ['alter table dan modify id bigint'], code: undefined, unnamed: changed },
  {
    name: 'the primary key changes',
    statements: ['alter table dan drop primary key, add primary key (id, ten)'],
    code: undefined,
    unnamed: undefined,
  },
  { name: 'an index changes', statements: ['alter table dan add unique index u (ten)'], code: undefined },
  { name: 'the table is dropped and made anew', statements: ['drop table dan', `create table dan (${definition})`], code: lost },
  { name: 'the table is replaced', statements: [`create or replace table dan (${definition})`], code: lost, only: 'MariaDB' },
  {
    name: 'the table is renamed away and back',
    statements: ['rename table dan to dan_cu', 'alter table dan_cu rename to dan'],
    code: lost,
  },
  {
    name: 'another table is swapped in',
    statements: [`create table dan_moi (${definition})`, 'rename table dan to dan_cu, dan_moi to dan'],
    code: lost,
  },
];

describe.each(targets)('definitions on $label', (target) => {
  const none = (target: Target) => (target.product === 'MySQL' ? 'MINIMAL' : 'NO_LOG');
  describe.each([
    { named: true, metadata: 'FULL' },
    { named: false, metadata: none(target) },
  ])('where binlog_row_metadata is $metadata', ({ named, metadata }) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await target.open({ 'binlog-row-metadata': metadata });
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
    });
    const prepare = async () => {
      for (const table of ['dan', 'dan_cu', '_dan_gho', '_dan_del', 'nha']) await server.sql(`drop table if exists ${table}`);
      await server.sql(`create table dan (${definition})`);
      await server.sql('create table nha (id int primary key)');
      await server.sql("insert into dan values (1, 'a', 'g', 1)");
    };

    it.each(cases.filter(({ only }) => (only ?? target.product) === target.product))(
      'MY-02: $name',
      async ({ statements, code, ...rest }) => {
        await prepare();
        await using source = await openSource(server.input);
        const start = await source.changes.start([people], never);
        await server.sql("insert into dan (id, ten) values (2, 'b')");
        const following = keepFollowing(source.changes, [people], start);
        await until(() => Promise.resolve(following.changes.length === 1));
        for (const statement of statements) await server.sql(statement);
        await server.sql("insert into dan (id, ten) values (3, '3')").catch(() => server.sql('insert into dan (id) values (3)'));
        const expected = named || !('unnamed' in rest) ? code : rest.unnamed;
        if (expected === undefined) {
          await until(() =>
            Promise.resolve(following.changes.some((change) => change.op === 'c' && change.row[0] === '3' && change.row[1] === '3')),
          );
          await following.stop();
        } else {
          await expect(following.ended).rejects.toMatchObject({
            code: expected,
            message: expect.stringContaining('ho_tich.dan') as unknown,
            details: { collections: ['ho_tich.dan'] },
          });
          // Other tables go on.
          const houses = select('nha', ['id'], ['id']);
          await server.sql('insert into nha values (1)');
          expect((await followToNow(source.changes, [houses], following.position())).changes).toHaveLength(1);
        }
      },
    );

    it('MY-02, AC-MY-2: both shapes are named, also of a change that was made while nobody followed', async () => {
      await prepare();
      await using source = await openSource(server.input);
      const start = await source.changes.start([people], never);
      const following = keepFollowing(source.changes, [people], start);
      await server.sql("update dan set ten = '7'");
      await until(() => Promise.resolve(following.changes.length === 1));
      await server.sql('alter table dan modify ten bigint');
      await server.sql('update dan set ten = 5');
      const shapes = named ? /ten varchar\(50\).*ten bigint/ : /binlog_row_metadata.*ten bigint/;
      await expect(following.ended).rejects.toMatchObject({ code: changed, message: expect.stringMatching(shapes) as unknown });
      await expect(followToNow(source.changes, [people], following.position())).rejects.toMatchObject({
        code: changed,
        message: expect.stringMatching(/ten bigint/) as unknown,
      });
    });

    it('MY-03: a swap by gh-ost goes on with the same rows', async () => {
      await prepare();
      await using source = await openSource(server.input);
      const start = await source.changes.start([people], never);
      await server.sql(`create table _dan_gho (${definition})`);
      if (named) await server.sql('alter table _dan_gho add column them int');
      await server.sql(`insert into _dan_gho (id, ten, ghi_chu, tuoi) select * from dan`);
      await server.sql("insert into dan values (2, 'b', null, null)");
      await server.sql("insert into _dan_gho (id, ten) values (2, 'b')");
      await server.sql('rename table dan to _dan_del, _dan_gho to dan');
      await server.sql("update dan set ten = 'c' where id = 1");
      const { changes } = await followToNow(source.changes, [people], start);
      expect(changes.map((change) => (change.op === 't' ? '' : [change.op, ...change.row]))).toEqual([
        ['c', '2', 'b'],
        ['u', '1', 'c'],
        // A foreign key may have gone with the old table, and its last work is in no log: the table is read again.
        ['u', '1', 'c'],
        ['u', '2', 'b'],
        '',
      ]);
    });
  });
});
