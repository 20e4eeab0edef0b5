import { follow, followToNow, never } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

describe.each(everywhere)('changes of $label, by CDC', (target) => {
  let server: TestServer;
  let count = 0;
  beforeAll(async () => {
    server = await target.open({ tracking: false, capture: true });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  async function captured(columns: string): Promise<string> {
    count += 1;
    const name = `bat_${count}`;
    await server.sql(`create table ${name} (${columns})`);
    await capture(name, `${name}_a`);
    return name;
  }
  const capture = (name: string, instance: string) =>
    server.sql(
      `exec sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'${name}', @role_name = null, @capture_instance = N'${instance}'`,
    );
  const release = (name: string, instance: string) =>
    server.sql(`exec sys.sp_cdc_disable_table @source_schema = N'dbo', @source_name = N'${name}', @capture_instance = N'${instance}'`);

  it('AC-MS-2, MS-01: goes on when a column is added and a second instance takes over, and loses nothing between', async () => {
    const name = await captured('id int not null primary key, ten nvarchar(20) null');
    await using source = await openSource(server.input);
    const old = select(name, ['id', 'ten'], ['id']);
    const start = await source.changes.start([old], never);
    await server.sql(`insert into ${name} values (1, N'a')`);
    const first = await follow(source.changes, [old], start, (all) => all.length > 0);
    await server.sql(`alter table ${name} add phu int null`);
    await server.sql(`insert into ${name} values (2, N'b', 5)`);
    await capture(name, `${name}_b`);
    await server.sql(`insert into ${name} values (3, N'c', 6)`);
    const second = await follow(source.changes, [old], first.position, (all) => all.length >= 2);
    expect(second.changes).toMatchObject([
      { op: 'c', row: ['2', 'b'] },
      { op: 'c', row: ['3', 'c'] },
    ]);
    // Behind the beginning of the second one the first is not needed any more.
    await release(name, `${name}_a`);
    await server.sql(`insert into ${name} values (4, N'd', 7)`);
    const wide = select(name, ['id', 'phu'], ['id']);
    const third = await follow(source.changes, [wide], second.position, (all) => all.length > 0);
    expect(third.changes).toMatchObject([{ op: 'c', row: ['4', '7'] }]);
    // The new column is not there for what was before.
    await expect(follow(source.changes, [wide], first.position, () => true)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
  });

  it('AC-MS-3, MS-05: refuses an instance of the same name that was made anew, whatever it keeps', async () => {
    const name = await captured('id int not null primary key');
    const selection = select(name, ['id'], ['id']);
    await using source = await openSource(server.input);
    const start = await source.changes.start([selection], never);
    await server.sql(`insert into ${name} values (1)`);
    const { position } = await follow(source.changes, [selection], start, (all) => all.length > 0);
    await release(name, `${name}_a`);
    await server.sql(`insert into ${name} values (2)`);
    await capture(name, `${name}_a`);
    await server.sql(`insert into ${name} values (3)`);
    const details = { collections: [`dbo.${name}`] };
    await expect(followToNow(source.changes, [selection], position)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST', details });
    expect(await source.changes.has?.(position, [selection], never)).toBe(false);
  });

  it('AC-MS-4: begins early enough while the job is behind the commits', async () => {
    const name = await captured('id int not null primary key');
    const selection = select(name, ['id'], ['id']);
    await using source = await openSource(server.input);
    await server.sql(`insert into ${name} values (1)`);
    // What the job has not brought yet is either there for the snapshot, told, or both.
    const start = await source.changes.start([selection], never);
    await server.sql(`insert into ${name} values (2)`);
    const seen = await follow(source.changes, [selection], start, (all) =>
      all.some((change) => change.op !== 't' && change.row[0] === '2'),
    );
    expect(seen.changes.at(-1)).toMatchObject({ op: 'c', row: ['2'] });
  });

  it('AC-MS-5: makes one change of a deferred update, with the key before; tells what a commit did row by row', async () => {
    const name = await captured('id int not null primary key, ten nvarchar(20) null');
    const selection = select(name, ['ten', 'id'], ['id']);
    await using source = await openSource(server.input);
    await server.sql(`insert into ${name} values (1, N'a')`);
    const start = await source.changes.start([selection], never);
    await using writer = await server.session();
    await writer.sql('begin transaction');
    await writer.sql(`update ${name} set id = 9 where id = 1`);
    await writer.sql(`update ${name} set ten = N'b' where id = 9`);
    await writer.sql(`delete from ${name} where id = 9`);
    await writer.sql('commit transaction');
    const seen = await follow(source.changes, [selection], start, (all) => all.some(({ op }) => op === 'd'));
    expect(seen.changes.slice(-3)).toMatchObject([
      { op: 'u', row: ['a', '9'], oldKey: [null, '1'] },
      { op: 'u', row: ['b', '9'], oldKey: undefined },
      { op: 'd', row: [null, '9'] },
    ]);
  });

  it('follows a table without primary key by the mapped one', async () => {
    const name = await captured('so nvarchar(10) not null, ten nvarchar(20) null');
    const selection = select(name, ['so', 'ten'], ['so']);
    await using source = await openSource(server.input);
    const start = await source.changes.start([selection], never);
    await server.sql(`insert into ${name} values (N'x', N'a')`);
    await server.sql(`delete from ${name}`);
    const seen = await follow(source.changes, [selection], start, (all) => all.length >= 2);
    expect(seen.changes).toMatchObject([
      { op: 'c', row: ['x', 'a'] },
      { op: 'd', row: ['x', null] },
    ]);
  });

  it('MS-02, G-29: names the columns that no instance has, and how to capture a table', async () => {
    const name = await captured('id int not null primary key');
    await server.sql(`alter table ${name} add sau int null`);
    await using source = await openSource(server.input);
    await expect(source.changes.start([select(name, ['id', 'sau'], ['id'])], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('sau'),
    });
    await server.sql('create table khong_bat (id int not null primary key)');
    await expect(source.changes.start([select('khong_bat', ['id'], ['id'])], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining("sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'khong_bat'"),
    });
    const { findings, readiness } = await source.probe(never);
    expect(readiness.changes).toEqual({ ready: true });
    expect(findings.find(({ id, message }) => id === 'table-uncaptured' && message.includes('khong_bat'))?.remedy).toContain(
      'sp_cdc_enable_table',
    );
  });

  it('AC-MS-1, MS-06: tells that the capture job stands still, also to who begins; started again, nothing is lost', async (context) => {
    if (server.stopCapture === undefined) return context.skip();
    const name = await captured('id int not null primary key');
    const selection = select(name, ['id'], ['id']);
    await using source = await openSource(server.input);
    const start = await source.changes.start([selection], never);
    await server.sql(`insert into ${name} values (1)`);
    const first = await follow(source.changes, [selection], start, (all) => all.length > 0);
    const startAgain = await server.stopCapture(20 * 60);
    await server.sql(`insert into ${name} values (2)`);
    const stalled = { code: 'SOURCE_CAPTURE_STALLED', message: expect.stringContaining('has brought nothing') as unknown };
    await expect(follow(source.changes, [selection], first.position, () => false)).rejects.toMatchObject(stalled);
    await expect(source.changes.start([selection], never)).rejects.toMatchObject(stalled);
    startAgain();
    await expect
      .poll(async () => (await follow(source.changes, [selection], first.position, (all) => all.length > 0)).changes, { timeout: 20_000 })
      .toMatchObject([{ op: 'c', row: ['2'] }]);
  });
});
