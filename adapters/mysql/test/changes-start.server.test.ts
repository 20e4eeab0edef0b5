import { followToNow, never, readAll, until } from '@lienthong/conformance/reading';
import { describe, expect, it } from 'vitest';
import { openSource, select, type Target, type TestServer, targets } from './server.ts';

const people = select('dan', ['id', 'ten'], ['id']);

/** Commits that stand in the log and that nobody sees yet: the server waits for a replica that does not come. */
async function holdCommits(server: TestServer, { product }: Target): Promise<{ release(): Promise<void>; held(): Promise<boolean> }> {
  const name = product === 'MySQL' ? 'rpl_semi_sync_source' : 'rpl_semi_sync_master';
  if (product === 'MySQL') await server.sql("install plugin rpl_semi_sync_source soname 'semisync_source.so'");
  await server.sql(`set global ${name}_timeout = 600000`);
  await server.sql(`set global ${name}_wait_point = 'AFTER_SYNC'`);
  await server.sql(`set global ${name}_wait_no_${product === 'MySQL' ? 'replica' : 'slave'} = ON`);
  await server.sql(`set global ${name}_enabled = ON`);
  return {
    release: async () => void (await server.sql(`set global ${name}_enabled = OFF`)),
    held: async () => {
      const rows = await server.sql("select state from information_schema.processlist where state like '%semi-sync%'");
      return rows.length > 0;
    },
  };
}

/** A row that is in the log and not visible is told either by a read behind the start, or by the changes from it. */
async function startBeside(target: Target, settings: Readonly<Record<string, string>>): Promise<void> {
  await using server = await target.open(settings);
  await server.sql('create table dan (id int primary key, ten varchar(50))');
  await server.sql("insert into dan values (1, 'seen')");
  await using source = await openSource(server.input);
  await using writer = await server.session();
  const commits = await holdCommits(server, target);
  const writing = writer.sql("insert into dan values (2, 'in the log')");
  await until(commits.held);
  expect(await server.sql('select id from dan')).toEqual([['1']]);

  const starting = source.changes.start([people], never);
  const early = await Promise.race([starting.then(() => true), someQuestions(server).then(() => false)]);
  if (!early) await commits.release();
  const start = await starting;
  const read = await readAll(source.snapshot, people);
  await commits.release();
  await writing;
  const { changes } = await followToNow(source.changes, [people], start);
  const told = [...read.map(([id]) => id), ...changes.map((change) => (change.op === 't' ? '' : change.row[0]))];
  expect(told).toContain('2');
}

/** Far more than a start asks before it returns: one that has not returned by then waits. */
async function someQuestions(server: TestServer): Promise<void> {
  for (let index = 0; index < 60; index++) await server.sql('select 1');
}

describe.each(targets)('the start on $label', (target) => {
  it('G-16: is early enough for a commit that is in the log and not visible yet', async () => {
    await startBeside(target, {});
  });

  it.runIf(target.product === 'MySQL')('the same without GTIDs', async () => {
    await startBeside(target, { 'gtid-mode': 'OFF', 'enforce-gtid-consistency': 'OFF' });
  });

  it('refuses a server without a log, or with statements in it, and says what to set', async () => {
    for (const [settings, remedy] of [
      [
        {
          'log-bin': undefined,
          'skip-log-bin': target.product === 'MySQL' ? '' : undefined,
          'gtid-mode': undefined,
          'enforce-gtid-consistency': undefined,
        },
        /log_bin/,
      ],
      [{ 'binlog-format': 'MIXED' }, /binlog_format = 'ROW'/],
    ] as const) {
      await using server = await target.open(settings);
      await server.sql('create table dan (id int primary key, ten varchar(50))');
      await using source = await openSource(server.input);
      await expect(source.changes.start([people], never)).rejects.toMatchObject({
        code: 'SOURCE_NOT_READY',
        remedy: expect.stringMatching(remedy) as unknown,
      });
    }
  });

  it('G-29: names what this login lacks', async () => {
    await using server = await target.open();
    await server.sql('create table dan (id int primary key, ten varchar(50))');
    await server.sql("create user doc@'%' identified by 'Matkhau-1-x'");
    await server.sql("grant select on ho_tich.* to doc@'%'");
    await using source = await openSource({ ...server.input, user: 'doc', password: 'Matkhau-1-x' });
    await expect(source.changes.start([people], never)).rejects.toMatchObject({
      code: 'SOURCE_PERMISSION_MISSING',
      remedy: expect.stringContaining('GRANT REPLICATION SLAVE') as unknown,
    });
    await server.sql(
      target.product === 'MySQL'
        ? "grant replication slave, replication client on *.* to doc@'%'"
        : "grant replication slave, binlog monitor on *.* to doc@'%'",
    );
    // Such rights are looked up when a connection begins.
    await using again = await openSource({ ...server.input, user: 'doc', password: 'Matkhau-1-x' });
    const start = await again.changes.start([people], never);
    await server.sql("insert into dan values (1, 'a')");
    expect((await followToNow(again.changes, [people], start)).changes).toHaveLength(1);
  });

  it.each(['view', 'keyless'])('G-23: refuses a %s by name', async (kind) => {
    await using server = await target.open();
    await server.sql('create table goc (id int, ten varchar(50))');
    await server.sql('create view dan as select * from goc');
    await using source = await openSource(server.input);
    const selection = kind === 'view' ? people : select('goc', ['id', 'ten'], []);
    await expect(source.changes.start([selection], never)).rejects.toMatchObject({
      code: 'CAPABILITY_MISSING',
      message: expect.stringContaining(kind === 'view' ? 'ho_tich.dan' : 'ho_tich.goc') as unknown,
    });
  });

  it('goes on at a known position when another table joins', async () => {
    await using server = await target.open();
    await server.sql('create table dan (id int primary key, ten varchar(50))');
    await server.sql('create table nha (id int primary key)');
    await using source = await openSource(server.input);
    const houses = select('nha', ['id'], ['id']);
    const first = await followToNow(source.changes, [people], await source.changes.start([people], never));
    await server.sql("insert into dan values (1, 'a')");
    await server.sql('insert into nha values (1)');
    const joined = await source.changes.start([people, houses], never, { position: first.position, anew: [houses] });
    expect(joined['offset']).toBe(first.position['offset']);
    const { changes } = await followToNow(source.changes, [people, houses], joined);
    expect(changes.map(({ collection }) => collection.name)).toEqual(['dan', 'nha']);
  });
});
