import { follow, followToNow, keepFollowing, never, until } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

describe.each(everywhere)('changes of $label, by Change Tracking', (target) => {
  let server: TestServer;
  let count = 0;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  async function tracked(columns = 'id int not null primary key, ten nvarchar(20) null'): Promise<string> {
    count += 1;
    const name = `theo_doi_${count}`;
    await server.sql(`create table ${name} (${columns})`);
    await server.sql(`alter table ${name} enable change_tracking`);
    return name;
  }

  it('MS-05, G-10: refuses a table that was dropped and made again while nobody followed', async () => {
    const name = await tracked();
    const selection = select(name, ['id', 'ten'], ['id']);
    await using source = await openSource(server.input);
    const start = await source.changes.start([selection], never);
    await server.sql(`drop table ${name}`);
    await server.sql(`create table ${name} (id int not null primary key, ten nvarchar(20) null)`);
    await server.sql(`alter table ${name} enable change_tracking`);
    const details = { collections: [`dbo.${name}`] };
    await expect(follow(source.changes, [selection], start, () => true)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST', details });
    expect(await source.changes.has?.(start, [selection], never)).toBe(false);
  });

  it('G-10: refuses to go on where the table was emptied by TRUNCATE, of which Change Tracking tells nothing', async () => {
    const name = await tracked();
    const other = await tracked();
    const selections = [name, other].map((table) => select(table, ['id', 'ten'], ['id']));
    await server.sql(`insert into ${name} values (1, N'a')`);
    await using source = await openSource(server.input);
    const start = await source.changes.start(selections, never);
    await server.sql(`truncate table ${name}`);
    const details = { collections: [`dbo.${name}`] };
    await expect(follow(source.changes, selections, start, () => true)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST', details });
    // The others are followed on without it.
    await server.sql(`insert into ${other} values (1, N'a')`);
    const seen = await follow(source.changes, selections.slice(1), start, (all) => all.length > 0);
    expect(seen.changes).toHaveLength(1);
  });

  it('G-10, MS-06: refuses to go on behind what the server has let go', async (context) => {
    if (server.forgetChanges === undefined) return context.skip('a real server lets go by its own clock');
    const name = await tracked();
    const selection = select(name, ['id', 'ten'], ['id']);
    await using source = await openSource(server.input);
    const start = await source.changes.start([selection], never);
    await server.sql(`insert into ${name} values (1, N'a')`);
    await server.sql(`insert into ${name} values (2, N'b')`);
    await server.forgetChanges(name);
    await expect(follow(source.changes, [selection], start, () => true)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
    expect(await source.changes.has?.(start, [selection], never)).toBe(false);
  });

  it('says how to switch tracking on, of the database and of a table (G-29)', async () => {
    await server.sql('create table khong_theo (id int not null primary key)');
    await using source = await openSource(server.input);
    await expect(source.changes.start([select('khong_theo', ['id'], ['id'])], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining('ALTER TABLE [dbo].[khong_theo] ENABLE CHANGE_TRACKING;'),
    });
    await using other = await openSource({ ...server.input, database: server.elsewhere });
    await expect(other.changes.head(never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining('SET CHANGE_TRACKING = ON'),
    });
  });

  it('refuses the position of another database', async () => {
    const name = await tracked();
    const selection = select(name, ['id', 'ten'], ['id']);
    await using source = await openSource(server.input);
    const start = await source.changes.start([selection], never);
    const foreign = { ...start, database: 'somebody/else' };
    await expect(follow(source.changes, [selection], foreign, () => true)).rejects.toMatchObject({ code: 'SOURCE_IDENTITY_CHANGED' });
    await expect(follow(source.changes, [selection], { ...start, reached: '999999999' }, () => true)).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
    });
  });

  it('refuses a mapped key of which a deleted row would tell nothing', async () => {
    const name = await tracked('id int not null primary key, so nvarchar(20) not null unique');
    await using source = await openSource(server.input);
    await expect(source.changes.start([select(name, ['id', 'so'], ['so'])], never)).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  });

  it('goes on when a column beside the selection comes or goes, and stops when a selected one changes or goes', async () => {
    const name = await tracked('id int not null primary key, ten nvarchar(20) null, phu int null');
    const selection = select(name, ['id', 'ten'], ['id']);
    await using source = await openSource(server.input);
    const following = keepFollowing(source.changes, [selection], await source.changes.start([selection], never));
    await server.sql(`alter table ${name} add them int null`);
    await server.sql(`alter table ${name} drop column phu`);
    await server.sql(`insert into ${name} (id, ten) values (1, N'a')`);
    await until(() => following.changes.length === 1);
    await server.sql(`alter table ${name} alter column ten nvarchar(40) null`);
    await expect(following.ended).rejects.toMatchObject({ code: 'SCHEMA_CHANGED', details: { collections: [`dbo.${name}`] } });
  });

  it('tells of a table with a key of several columns and of legacy text, the deleted key as it was read (AC-MS-5)', async () => {
    const name = await tracked('a varchar(20) collate Latin1_General_BIN not null, b int not null, c int null, primary key (b, a)');
    const selection = select(name, ['c', 'a', 'b'], ['a', 'b']);
    await using source = await openSource({ ...server.input, storedText: [`dbo.${name}.a`] });
    const start = await source.changes.start([selection], never);
    const tcvn3 = '4e6775d4';
    await server.sql(`insert into ${name} values (0x${tcvn3}, 1, 5), (0x41, 2, 6)`);
    const first = await follow(source.changes, [selection], start, (all) => all.length >= 2);
    await server.sql(`delete from ${name}`);
    const second = await follow(source.changes, [selection], first.position, (all) => all.length >= 2);
    const keys = ({ changes }: typeof first) =>
      changes.map((change) =>
        change.op === 't'
          ? []
          : [change.op, change.row[1] instanceof Uint8Array ? Buffer.from(change.row[1]).toString('hex') : change.row[1], change.row[2]],
      );
    expect(keys(first)).toEqual([
      ['c', tcvn3, '1'],
      ['c', 'A', '2'],
    ]);
    expect(keys(second)).toEqual([
      ['d', tcvn3, '1'],
      ['d', 'A', '2'],
    ]);
  });

  it('loses nothing where one table has many changes and another one few, in commits of every size', async () => {
    const many = await tracked();
    const few = await tracked();
    const selections = [few, many].map((table) => select(table, ['id', 'ten'], ['id']));
    await using source = await openSource(server.input);
    const start = await source.changes.start(selections, never);
    let id = 0;
    for (let commit = 0; commit < 12; commit++) {
      const rows = Array.from({ length: (commit * 5) % 17 || 1 }, () => `(${id++}, N'x')`);
      await server.sql(`insert into ${many} values ${rows.join(', ')}`);
      if (commit % 5 === 4) await server.sql(`insert into ${few} values (${commit}, N'y')`);
    }
    const { changes, batches } = await followToNow(source.changes, selections, start, { batchChanges: 7 });
    const of = (name: string) => changes.filter((change) => change.collection.name === name);
    expect(of(many)).toHaveLength(id);
    expect(of(few)).toHaveLength(2);
    const versions = changes.map(({ version }) => version);
    expect(versions).toEqual([...versions].sort());
    expect(Math.max(...batches.map((batch) => batch.changes.length))).toBeLessThanOrEqual(7);
  });

  it('follows without snapshot isolation too', async () => {
    await using plain = await target.open({ snapshotIsolation: false });
    await plain.sql('create table thuong (id int not null primary key)');
    await plain.sql('alter table thuong enable change_tracking');
    await using source = await openSource(plain.input);
    const selection = select('thuong', ['id'], ['id']);
    const start = await source.changes.start([selection], never);
    await plain.sql('insert into thuong values (1)');
    const seen = await follow(source.changes, [selection], start, (all) => all.length > 0);
    expect(seen.changes).toHaveLength(1);
  });
});
