import { followToNow, keepFollowing, never, until } from '@lienthong/conformance/reading';
import { compareVersions, type Position } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import { replicate } from './replica.ts';
import { openSource, select, type TestServer, targets } from './server.ts';

const people = select('dan', ['id', 'ten'], ['id']);
const table = 'create table dan (id int primary key, ten varchar(50))';

/** Lets the server forget all but the newest file. It keeps one that a reader has left a moment ago. */
async function purge(server: TestServer): Promise<void> {
  const newest = (await server.sql('show binary logs')).at(-1)?.[0] ?? '';
  await until(async () => {
    await server.sql(`purge binary logs to '${newest}'`);
    return (await server.sql('show binary logs')).length === 1;
  });
}

/** A file of the log is known by the second in which it was begun. */
async function laterSecond(server: TestServer, position: Position): Promise<void> {
  await until(async () => Number((await server.sql('select unix_timestamp()'))[0]?.[0]) > Number(position['fileTime']));
}

/** A position behind one change, as a connector would have stored it. */
async function positionOf(server: TestServer): Promise<Position> {
  await server.sql(table);
  await using source = await openSource(server.input);
  const start = await source.changes.start([people], never);
  await server.sql("insert into dan values (1, 'a')");
  return (await followToNow(source.changes, [people], start)).position;
}

describe.each(targets)('a log that is gone, on $label', (target) => {
  const reset = target.product === 'MySQL' ? 'reset binary logs and gtids' : 'reset master';
  const modes = target.product === 'MySQL' ? [{}, { 'gtid-mode': 'OFF', 'enforce-gtid-consistency': 'OFF' }] : [{}];

  it.each(modes)('AC-MY-1, G-10, MY-01: purged files are found before anything streams, with the choices: %o', async (settings) => {
    await using server = await target.open(settings);
    const position = await positionOf(server);
    await using source = await openSource(server.input);
    expect(await source.changes.has?.(position, [people], never)).toBe(true);
    await server.sql("insert into dan values (2, 'b')");
    await server.sql('flush binary logs');
    await server.sql("insert into dan values (3, 'c')");
    await purge(server);
    await expect(followToNow(source.changes, [people], position)).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
      retry: 'operator',
      message: expect.stringContaining(String(position['file'])) as unknown,
      remedy: expect.stringContaining('new epoch') as unknown,
    });
    expect(await source.changes.has?.(position, [people], never)).toBe(false);
  });

  it.each(modes)('a log that was reset is noticed, also when its new file is as long as the old one: %o', async (settings) => {
    await using server = await target.open(settings);
    const position = await positionOf(server);
    await laterSecond(server, position);
    await server.sql(reset);
    for (let id = 100; id < 200; id++) await server.sql(`insert into dan values (${id}, 'x')`);
    await server.sql('flush binary logs');
    await using source = await openSource(server.input);
    await expect(
      followToNow(source.changes, [people], { ...position, file: (await server.sql('show binary logs'))[0]?.[0] ?? '' }),
    ).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
    });
  });

  it('AC-MY-3, MY-08: a failover goes on by GTIDs, and versions with it', async () => {
    await using primary = await target.open({ 'server-id': '11' });
    await using replica = await target.open({ 'server-id': '12', ...(target.product === 'MariaDB' ? { 'log-slave-updates': 'ON' } : {}) });
    const replication = await replicate(target, primary, replica);
    await primary.sql(table);
    await using before = await openSource(primary.input);
    const start = await before.changes.start([people], never);
    await using writer = await primary.session();
    // Numbers with tags, where the server knows them.
    if (target.product === 'MySQL') await writer.sql("set gtid_next = 'AUTOMATIC:sao'");
    await writer.sql("insert into dan values (1, 'a')");
    const first = await followToNow(before.changes, [people], start);
    await writer.sql("insert into dan values (2, 'b')");
    await replication.caughtUp();
    await replication.stop();
    await replica.sql("insert into dan values (3, 'c')");

    await using source = await openSource(replica.input);
    expect(await source.changes.has?.(first.position, [people], never)).toBe(true);
    const second = await followToNow(source.changes, [people], first.position);
    await replica.sql("update dan set ten = 'd' where id = 1");
    const third = await followToNow(source.changes, [people], second.position);
    const all = [...first.changes, ...second.changes, ...third.changes];
    expect(all.map((change) => (change.op === 't' ? '' : [change.op, change.row[0]]))).toEqual([
      ['c', '1'],
      ['c', '2'],
      ['c', '3'],
      ['u', '1'],
    ]);
    expect(all[1]?.tx).toMatch(target.product === 'MySQL' ? /^[0-9a-f-]{36}:sao:2$/ : /^0-11-\d+$/);
    const versions = all.map(({ version }) => version);
    expect([...versions].sort(compareVersions)).toEqual(versions);
    expect(new Set(versions).size).toBe(4);
    expect(third.position['server']).not.toBe(first.position['server']);
    // The old primary lacks what the new one wrote.
    await expect(followToNow(before.changes, [people], third.position)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
  });

  it('MY-01, MY-08: a failover to a server that let go of what is missing stops', async () => {
    await using primary = await target.open({ 'server-id': '11' });
    await using replica = await target.open({ 'server-id': '12', ...(target.product === 'MariaDB' ? { 'log-slave-updates': 'ON' } : {}) });
    const replication = await replicate(target, primary, replica);
    const position = await positionOf(primary);
    await primary.sql("insert into dan values (2, 'b')");
    await replication.caughtUp();
    await replication.stop();
    await replica.sql('flush binary logs');
    await replica.sql("insert into dan values (3, 'c')");
    await purge(replica);
    await using source = await openSource(replica.input);
    await expect(followToNow(source.changes, [people], position)).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
      message: expect.stringContaining('let go') as unknown,
    });
  });

  it.each(modes)('AC-MY-3: another server in the place of the old one is recognised: %o', async (settings) => {
    await using server = await target.open(settings);
    const position = await positionOf(server);
    await laterSecond(server, position);
    // A stranger with the same server_id and as long a log.
    await using stranger = await target.open(settings);
    await positionOf(stranger);
    await stranger.sql("insert into dan values (5, 'b'), (6, 'c')");
    await using source = await openSource(stranger.input);
    await expect(followToNow(source.changes, [people], position)).rejects.toMatchObject({
      code: expect.stringMatching(/^(SOURCE_IDENTITY_CHANGED|SOURCE_HISTORY_LOST)$/) as unknown,
    });
    expect(await source.changes.has?.(position, [people], never)).toBe(false);
  });

  it('MY-06: another replica with our server_id is told by name', async () => {
    await using server = await target.open();
    await server.sql(table);
    await using first = await openSource(server.input);
    await using second = await openSource(server.input);
    const start = await first.changes.start([people], never);
    const following = keepFollowing(first.changes, [people], start);
    await server.sql("insert into dan values (1, 'a')");
    await until(() => Promise.resolve(following.changes.length === 1));
    const other = keepFollowing(second.changes, [people], start);
    await expect(following.ended).rejects.toMatchObject({
      code: 'SOURCE_POSITION_IN_USE',
      message: expect.stringContaining('server_id') as unknown,
    });
    await other.stop();
    await expect(
      (async () => {
        const again = keepFollowing(second.changes, [people], start);
        try {
          await followToNow(second.changes, [people], start);
        } finally {
          await again.stop();
        }
      })(),
    ).rejects.toMatchObject({ code: 'SOURCE_POSITION_IN_USE' });
  });

  it('G-06: a server that dies is told at once, and nothing is lost', async () => {
    await using server = await target.open({ 'sync-binlog': '1', 'innodb-flush-log-at-trx-commit': '1' });
    await server.sql(table);
    await using source = await openSource(server.input);
    const start = await source.changes.start([people], never);
    const following = keepFollowing(source.changes, [people], start);
    await server.sql("insert into dan values (1, 'a')");
    await until(() => Promise.resolve(following.changes.length === 1));
    await server.embedded?.kill();
    await expect(following.ended).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', retry: 'backoff' });
    await server.embedded?.restart();
    await server.sql("insert into dan values (2, 'b')");
    await using again = await openSource(server.input);
    const { changes } = await followToNow(again.changes, [people], following.position());
    expect(changes.map((change) => (change.op === 't' ? '' : change.row[0]))).toEqual(['2']);
  });
});
