import { followToNow, keepFollowing, never, readAll, until } from '@lienthong/conformance/reading';
import { compareVersions, isLienThongError } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

const people = select('dan', ['id', 'ten'], ['id']);

describe.each(targets)('changes of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const fresh = async (definition = 'id int primary key, ten varchar(50), anh blob') => {
    await server.sql('drop table if exists dan');
    await server.sql(`create table dan (${definition})`);
  };

  it('goes on over new files of the log, and versions with it', async () => {
    await fresh();
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    const following = keepFollowing(source.changes, [people], start);
    for (const id of [1, 2, 3]) {
      await server.sql(`insert into dan values (${id}, 'a', null)`);
      await server.sql('flush binary logs');
    }
    await until(() => Promise.resolve(following.changes.length === 3));
    await following.stop();
    const versions = following.changes.map(({ version }) => version);
    expect([...versions].sort(compareVersions)).toEqual(versions);
    await server.sql("insert into dan values (4, 'a', null)");
    const { changes } = await followToNow(source.changes, [people], following.position());
    expect(changes).toHaveLength(1);
    expect(compareVersions(versions[2] ?? ('' as never), changes[0]?.version ?? ('' as never))).toBeLessThan(0);
  });

  it('TRUNCATE arrives as one, however it is written', async () => {
    await fresh();
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    await server.sql("insert into dan values (1, 'a', null)");
    await server.sql('truncate dan');
    await server.sql("insert into dan values (2, 'b', null)");
    await server.sql('/* x */ TRUNCATE /*! TABLE */ `ho_tich` . `dan` -- end');
    await server.sql('create table if not exists dan2 (id int)');
    await server.sql('truncate table dan2');
    const { changes } = await followToNow(source.changes, [people], start);
    expect(changes.map(({ op }) => op)).toEqual(['c', 't', 'c', 't']);
    const versions = changes.map(({ version }) => version);
    expect([...versions].sort(compareVersions)).toEqual(versions);
  });

  it('MY-04: what a minimal row image leaves out is read again', async () => {
    await fresh('id int primary key, ten varchar(50), anh blob, ghi_chu text character set latin1');
    const wide = select('dan', ['id', 'ten', 'ghi_chu'], ['id']);
    await server.sql("insert into dan values (1, 'a', x'00', 'é'), (2, 'b', x'00', 'é'), (3, 'c', x'00', null)");
    await using source = await openSource(server.input);
    const start = await source.changes.start([wide], never);
    await using session = await server.session();
    await session.sql("set session binlog_row_image = 'MINIMAL'");
    await session.sql("update dan set ten = 'a2' where id = 1");
    await session.sql("update dan set ten = 'b2' where id = 2");
    await session.sql("insert into dan (id, ten) values (4, 'd')");
    await session.sql('delete from dan where id = 2');
    await session.sql('update dan set id = 5 where id = 3');
    await session.sql("set session binlog_row_image = 'NOBLOB'");
    await session.sql("update dan set ten = 'a3' where id = 1");
    const { changes } = await followToNow(source.changes, [wide], start);
    expect(changes.map((change) => (change.op === 't' ? '' : [change.op, change.row, change.oldKey]))).toEqual([
      ['u', ['1', 'a3', 'é'], undefined],
      ['c', ['4', 'd', null], undefined],
      ['d', ['2', null, null], undefined],
      ['u', ['5', 'c', null], ['3', null, null]],
      ['u', ['1', 'a3', 'é'], undefined],
    ]);
    expect(changes.filter((change) => change.op !== 't' && change.readAgain).length).toBeGreaterThan(1);
  });

  it('MY-04, G-25: what is read again is never older than its change, also where the log goes over into a new file', async () => {
    await using short = await target.open({ 'max-binlog-size': '4096', 'sync-binlog': '1', 'innodb-flush-log-at-trx-commit': '1' });
    await short.sql('create table dan (id int primary key, lan int, ghi_chu text)');
    await short.sql("insert into dan values (1, 0, repeat('x', 1500))");
    const counted = select('dan', ['id', 'lan', 'ghi_chu'], ['id']);
    await using source = await openSource(short.input);
    const following = keepFollowing(source.changes, [counted], await source.changes.start([counted], never));
    await using session = await short.session();
    await session.sql("set session binlog_row_image = 'NOBLOB'");
    const changes = 200;
    for (let done = 0; done < changes; done++) await session.sql('update dan set lan = lan + 1');
    await until(() => Promise.resolve(following.changes.length >= changes), 30_000);
    await following.stop();
    expect(following.changes.filter((change, index) => change.op === 't' || Number(change.row[1]) < index + 1)).toEqual([]);
  });

  it('MY-04: a key that the row image leaves out is refused by name', async () => {
    await fresh('id int primary key, ten varchar(50) not null unique, anh blob');
    const byName = select('dan', ['id', 'ten'], ['ten']);
    await server.sql("insert into dan values (1, 'a', null)");
    await using source = await openSource(server.input);
    const start = await source.changes.start([byName], never);
    await using session = await server.session();
    await session.sql("set session binlog_row_image = 'MINIMAL'");
    await session.sql('delete from dan');
    await expect(followToNow(source.changes, [byName], start)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('leave out ten') as unknown,
    });
  });

  it('AC-MY-2: a statement that nobody here understands stops nothing', async () => {
    await fresh();
    await server.sql('create table if not exists khac (id int primary key)');
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    for (const statement of [
      'create procedure p() begin declare x int; set x = 1; end',
      'drop procedure p',
      "create user 'x'@'%' identified by 'Secret-9-x'",
      "drop user 'x'@'%'",
      'flush tables',
      'analyze table dan',
      'optimize table dan',
      'alter table dan add index theo_ten (ten)',
      'alter table khac add column a json, drop primary key',
      'create or replace view v as select * from dan',
      'drop view v',
      'drop table khac',
      "alter table dan comment 'drop table dan; truncate dan'",
    ]) {
      await server.sql(statement);
    }
    await server.sql("insert into dan values (1, 'a', null)");
    const { changes } = await followToNow(source.changes, [people], start);
    expect(changes.map(({ op }) => op)).toEqual(['c']);
  });

  it('refuses rows that a session writes in statement format', async () => {
    await fresh();
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    await using session = await server.session();
    await session.sql("set session binlog_format = 'STATEMENT'");
    await session.sql("insert into dan values (1, 'CANARY', null)");
    const failure: unknown = await followToNow(source.changes, [people], start).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
    expect(isLienThongError(failure) && failure.message).toContain('ho_tich.dan');
    expect(JSON.stringify(failure)).not.toContain('CANARY');
  });

  it('a transaction in two phases is refused where it changed a followed table, and passed over where not', async () => {
    await fresh();
    await server.sql('create table if not exists khac (id int primary key)');
    await server.sql('truncate khac');
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    await using session = await server.session();
    for (const statement of ["xa start 'a'", 'insert into khac values (1)', "xa end 'a'", "xa prepare 'a'", "xa commit 'a'"])
      await session.sql(statement);
    for (const statement of ["xa start 'b'", "insert into dan values (1, 'a', null)", "xa end 'b'", "xa commit 'b' one phase"]) {
      await session.sql(statement);
    }
    const { changes, position } = await followToNow(source.changes, [people], start);
    expect(changes.map(({ op }) => op)).toEqual(['c']);
    for (const statement of ["xa start 'c'", "insert into dan values (2, 'a', null)", "xa end 'c'", "xa prepare 'c'"])
      await session.sql(statement);
    try {
      await expect(followToNow(source.changes, [people], position)).rejects.toMatchObject({
        code: 'SOURCE_NOT_READY',
        message: expect.stringContaining('XA') as unknown,
      });
    } finally {
      await session.sql("xa rollback 'c'");
    }
  });

  it.runIf(target.product === 'MySQL')('MY-04: parts of JSON values are refused by name', async () => {
    await fresh('id int primary key, ten json');
    await server.sql(`insert into dan values (1, '{"a": "xxxxxxxxxxxxxxxxxxxxxxxx", "b": 1}')`);
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    await using session = await server.session();
    await session.sql("set session binlog_row_value_options = 'PARTIAL_JSON'");
    await session.sql(`update dan set ten = json_set(ten, '$.b', 2)`);
    await expect(followToNow(source.changes, [people], start)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('binlog_row_value_options') as unknown,
    });
  });

  it('G-16: changes during a snapshot outrank what it read, and what was deleted stays away', async () => {
    await fresh();
    await server.sql("insert into dan values (1, 'a', null), (2, 'b', null)");
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    const read = await readAll(source.snapshot, people);
    await server.sql("update dan set ten = 'z' where id = 1");
    await server.sql('delete from dan where id = 2');
    const { changes } = await followToNow(source.changes, [people], start);
    expect(read).toHaveLength(2);
    expect(changes.map((change) => (change.op === 't' ? '' : [change.op, change.row[0]]))).toEqual([
      ['u', '1'],
      ['d', '2'],
    ]);
    expect(changes.every(({ version }) => compareVersions('0' as never, version) < 0)).toBe(true);
  });
});
