import { follow, followToNow, keepFollowing, never, readAll, type SeenChange, until } from '@lienthong/conformance/reading';
import type { Selection } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilCommitWaits, whileCommitsWait } from './commits-wait.ts';
import { everywhere, hasSession, openSource, select, type TestServer } from './server.ts';

const rows = (changes: readonly SeenChange[]) => changes.map((change) => (change.op === 't' ? 't' : change.row.join('/')));

describe.each(everywhere)('definitions that change under $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const open = (name: string) => openSource({ ...server.input, slot: name, publication: name });

  it('goes on when columns are added, dropped and renamed aside, within a transaction of rows too', async () => {
    await server.sql('create table aside (id int primary key, a int, b text, c int)');
    await using source = await open('aside');
    const selection = select('aside', ['b', 'id'], ['id']);
    const following = keepFollowing(source.changes, [selection], await source.changes.start([selection], never));
    await server.sql("insert into aside values (1, 1, 'x', 1)");
    await server.sql(
      "begin; insert into aside values (2, 2, 'y', 2); alter table aside drop column a; insert into aside values (3, 'z', 3); alter table aside add column d text default 'd'; insert into aside values (4, 'w', 4, 'e'); commit",
    );
    await server.sql("alter table aside rename c to e; update aside set d = 'f' where id = 2");
    await until(async () => following.changes.length >= 5);
    await following.stop();
    expect(rows(following.changes)).toEqual(['x/1', 'y/2', 'z/3', 'w/4', 'y/2']);
  });

  it('goes on when a selected column gets another type that reads the same', async () => {
    await server.sql('create table wider (id int primary key, n int, t varchar(5))');
    await using source = await open('wider');
    const selection = select('wider', ['id', 'n', 't'], ['id']);
    const following = keepFollowing(source.changes, [selection], await source.changes.start([selection], never));
    await server.sql("insert into wider values (1, 1, 'a')");
    await server.sql('alter table wider alter n type bigint, alter t type text');
    await server.sql("insert into wider values (2, 5000000000, repeat('b', 10)); update wider set n = 2 where id = 1");
    await until(async () => following.changes.length >= 3);
    await following.stop();
    expect(rows(following.changes)).toEqual(['1/1/a', '2/5000000000/bbbbbbbbbb', '1/2/a']);
  });

  it.each([
    ['renamed', 'alter table told_renamed rename c to z', 'c'],
    ['dropped', 'alter table told_dropped drop column c', 'c'],
    ['retyped', 'alter table told_retyped alter c type date using null', 'c'],
  ])('stops and names a selected column that is %s', async (how, statement, column) => {
    const name = `told_${how}`;
    await server.sql(`create table ${name} (id int primary key, b text, c int)`);
    await using source = await open(name);
    const selection = select(name, ['id', 'c'], ['id']);
    const following = keepFollowing(source.changes, [selection], await source.changes.start([selection], never));
    await server.sql(`insert into ${name} values (1, 'x', 1)`);
    await until(async () => following.changes.length === 1);
    await server.sql(`${statement}; insert into ${name} (id) values (2)`);
    await expect(following.ended).rejects.toMatchObject({
      code: 'SCHEMA_CHANGED',
      message: expect.stringMatching(new RegExp(`public\\.${name} .* ${column}`)) as unknown,
    });
    expect(following.changes.length).toBe(1);
  });

  it('follows an enum that grows, values of labels that were added while following', async () => {
    await server.sql("create type mood as enum ('vui'); create table felt (id int primary key, m mood, list mood[])");
    await using source = await open('felt');
    const selection = select('felt', ['id', 'm', 'list'], ['id']);
    const start = await source.changes.start([selection], never);
    const following = keepFollowing(source.changes, [selection], start);
    await server.sql("insert into felt values (1, 'vui', '{vui}')");
    await until(async () => following.changes.length === 1);
    await server.sql("alter type mood add value 'buồn' before 'vui'; ");
    await server.sql("insert into felt values (2, 'buồn', '{buồn,vui}'); update felt set m = 'buồn' where id = 1");
    await until(async () => following.changes.length === 3);
    await following.stop();
    const expected = ['2/buồn/{buồn,vui}', '1/buồn/{vui}'];
    expect(rows(following.changes).slice(1)).toEqual(expected);
    expect(rows((await followToNow(source.changes, [selection], start)).changes).slice(1)).toEqual(expected);
    expect((await readAll(source.snapshot, selection)).map((row) => row.join('/'))).toEqual([...expected].reverse());
  });

  /** Writes to another table without pause, so that the log has no quiet moment. */
  async function whileBusy(table: string, work: () => Promise<void>): Promise<void> {
    let busy = true;
    const writing = (async () => {
      await using writer = await server.session();
      while (busy) await writer.sql(`insert into ${table} select coalesce(max(id), 0) + 1 from ${table}`);
    })();
    try {
      await work();
    } finally {
      busy = false;
      await writing;
    }
  }

  it.each([
    ['renamed', 'alter table gone_renamed rename to gone_elsewhere; insert into gone_elsewhere values (2)', 'COLLECTION_MISSING'],
    [
      'moved to another schema',
      'create schema away; alter table gone_moved set schema away; insert into away.gone_moved values (2)',
      'COLLECTION_MISSING',
    ],
    ['dropped', 'drop table gone_dropped', 'COLLECTION_MISSING'],
    ['unpublished', 'alter publication gone_unpublished drop table gone_unpublished', 'SOURCE_NOT_READY'],
    [
      'swapped',
      'alter table gone_swapped rename to gone_old; create table gone_swapped (id int primary key); alter publication gone_swapped add table gone_swapped; insert into gone_swapped values (2)',
      'SOURCE_HISTORY_LOST',
    ],
    [
      'dropped and made anew',
      'drop table gone_anew; create table gone_anew (id int primary key); alter publication gone_anew add table gone_anew; insert into gone_anew values (2)',
      'SOURCE_HISTORY_LOST',
    ],
  ])('notices that a followed table was %s, also while another one leaves the log no quiet moment', async (_, statement, code) => {
    const name = /gone_\w+/.exec(statement)?.[0] ?? '';
    await server.sql(`create table ${name} (id int primary key); create table ${name}_busy (id int primary key)`);
    await using source = await open(name);
    const selections = [select(name, ['id'], ['id']), select(`${name}_busy`, ['id'], ['id'])];
    const following = keepFollowing(source.changes, selections, await source.changes.start(selections, never), { batchChanges: 5 });
    await whileBusy(`${name}_busy`, async () => {
      await server.sql(`insert into ${name} values (1)`);
      await until(async () => following.changes.some(({ collection }) => collection.name === name));
      await server.sql(statement);
      await expect(following.ended).rejects.toMatchObject({ code });
    });
    // Nothing of the other table was taken for a change of ours.
    expect(following.changes.filter(({ collection }) => collection.name === name).length).toBe(1);
  });

  it('takes no change of a table that was renamed for one of the followed name, though nobody can see the rename yet', async () => {
    await server.sql('create table renaming (id int primary key)');
    await using source = await open('renaming');
    const selection = select('renaming', ['id'], ['id']);
    const following = keepFollowing(source.changes, [selection], await source.changes.start([selection], never));
    await using writer = await server.session();
    const { committing } = await whileCommitsWait(server, async () => {
      const committing = writer.sql('alter table renaming rename to renamed; insert into renamed values (2)');
      await untilCommitWaits(server);
      // It asks until it sees the transaction; where its look at the catalogue came first, that waits for the lock of the rename.
      await until(
        async () =>
          following.changes.length > 0 ||
          (await hasSession(server, "(query like 'select txid_current_snapshot%' or wait_event_type = 'Lock')")),
      );
      return { committing };
    });
    await committing;
    await expect(following.ended).rejects.toMatchObject({ code: 'COLLECTION_MISSING' });
    expect(following.changes).toEqual([]);
  });

  it('takes no change of a table that was renamed while a look at the catalogue waited for its lock', async () => {
    // Before, the view of published tables does not open them.
    if (target.major < 16) return;
    await server.sql('create table locked (id int primary key)');
    await using source = await open('locked');
    const selection = select('locked', ['id'], ['id']);
    const following = keepFollowing(source.changes, [selection], await source.changes.start([selection], never));
    await using writer = await server.session();
    await writer.sql('begin; lock table locked');
    await until(() => hasSession(server, "wait_event_type = 'Lock'"));
    await writer.sql('alter table locked rename to unlocked; insert into unlocked values (2); commit');
    await expect(following.ended).rejects.toMatchObject({ code: 'COLLECTION_MISSING' });
    expect(following.changes).toEqual([]);
  });

  it.each([
    ['was dropped and made anew', 'drop table late; create table late (id int primary key, n int); alter publication late add table late'],
    [
      'left the publication and came back',
      'alter publication late drop table late; insert into late values (2); alter publication late add table late',
    ],
    [
      'lost its publication, which was made anew,',
      "drop publication late; insert into late values (2); create publication late for table late with (publish = 'insert, update, delete, truncate')",
    ],
    ['had a column dropped and made anew', 'alter table late drop column n; alter table late add column n int'],
  ])('notices after a stop that a table %s meanwhile', async (_, statement) => {
    await server.sql('drop table if exists late; drop publication if exists late; create table late (id int primary key, n int)');
    await using source = await open('late');
    const selection = select('late', ['id', 'n'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql('insert into late values (1)');
    const { position } = await followToNow(source.changes, [selection], start);
    await server.sql(statement);
    for (const before of [start, position]) {
      await expect(follow(source.changes, [selection], before, () => true)).rejects.toMatchObject({
        code: 'SOURCE_HISTORY_LOST',
        message: expect.stringContaining('public.late') as unknown,
      });
      await expect(source.changes.has?.(before, [selection], never)).resolves.toBe(false);
      const going = (anew: readonly Selection[]) => source.changes.start([selection], never, { position: before, anew });
      await expect(going([])).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
      // Read from scratch: what it is today counts.
      await expect(source.changes.has?.(await going([selection]), [selection], never)).resolves.toBe(true);
    }
    await source.changes.drop(never);
  });

  it.each([
    ['all tables', 'for all tables', 12],
    ['a schema', 'for tables in schema public', 15],
  ])('follows through a publication of %s, and notices a table that was made anew there', async (_, scope, since) => {
    if (target.major < since) return;
    await server.sql('drop table if exists wide; drop publication if exists wide; create table wide (id int primary key)');
    await server.sql(`create publication wide ${scope} with (publish_via_partition_root = true)`);
    await using source = await open('wide');
    const selection = select('wide', ['id'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql('insert into wide values (1)');
    const { changes, position } = await followToNow(source.changes, [selection], start);
    expect(rows(changes)).toEqual(['1']);
    await server.sql('drop table wide; create table wide (id int primary key)');
    await expect(follow(source.changes, [selection], position, () => true)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
    await source.changes.drop(never);
  });

  it('names a mapped column that the publication leaves out by a list', async (context) => {
    if (target.major < 15) return context.skip('publications have lists of columns from PostgreSQL 15 on');
    await server.sql('create table listed (id int primary key, a int, b int); create publication listed for table listed (id, a)');
    await using source = await open('listed');
    const selection = select('listed', ['id', 'a', 'b'], ['id']);
    await expect(source.changes.start([selection], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringMatching(/publication listed .* b of public\.listed/) as unknown,
      remedy: expect.stringContaining('ALTER PUBLICATION "listed"') as unknown,
    });
    const some = select('listed', ['id', 'a'], ['id']);
    const start = await source.changes.start([some], never);
    await server.sql('insert into listed values (1, 2, 3)');
    expect(rows((await followToNow(source.changes, [some], start)).changes)).toEqual(['1/2']);
    await expect(follow(source.changes, [selection], start, () => true)).rejects.toMatchObject({ code: 'SOURCE_NOT_READY' });
  });

  it('takes up a position although tables and columns joined what is followed since', async () => {
    await server.sql('create table early (id int primary key, n int); create table joins (id int primary key)');
    await using source = await open('early');
    const early = select('early', ['id'], ['id']);
    const start = await source.changes.start([early], never);
    await server.sql('insert into early values (1, 1)');
    const { position } = await followToNow(source.changes, [early], start);
    await server.sql('alter table early add column m int');
    const both = [select('early', ['id', 'm', 'n'], ['id']), select('joins', ['id'], ['id'])];
    await source.changes.start(both, never);
    await server.sql('insert into joins values (7); insert into early values (2, 2, 3)');
    const after = await followToNow(source.changes, both, position);
    expect(rows(after.changes)).toEqual(['7', '2/3/2']);
    expect(rows((await followToNow(source.changes, [early], after.position)).changes)).toEqual([]);
  });

  it.each([
    ['an index without the key', 'alter table ident_i replica identity using index ident_i_code', 'ident_i'],
    ['another primary key', 'alter table ident_p drop constraint ident_p_pkey; alter table ident_p add primary key (code)', 'ident_p'],
  ])('stops when the replica identity becomes %s, and tells no wrong deletion', async (_, statement, name) => {
    await server.sql(
      `create table ${name} (id int primary key, code int not null); create unique index ${name}_code on ${name} (code); insert into ${name} values (1, 10), (2, 20)`,
    );
    await using source = await open(name);
    const selection = select(name, ['id', 'code'], ['id']);
    const start = await source.changes.start([selection], never);
    const following = keepFollowing(source.changes, [selection], start);
    await server.sql(`update ${name} set code = 11 where id = 1`);
    await until(async () => following.changes.length === 1);
    await server.sql(`${statement}; delete from ${name} where id = 1; update ${name} set code = 21 where id = 2`);
    await expect(following.ended).rejects.toMatchObject({ code: 'SOURCE_NOT_READY' });
    expect(rows(following.changes)).toEqual(['1/11']);
    await expect(follow(source.changes, [selection], following.position(), () => true)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining('REPLICA IDENTITY FULL') as unknown,
    });
  });
});
