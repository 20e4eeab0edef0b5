import { compareVersions, type Entry, emptyStream, merge, type Position, type Selection, visible } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MysqlInput } from '../src/index.ts';
import { type Follow, followToNow, keepFollowing, never, readAll, type SeenChange, select, until } from './collect.ts';
import { openSource, type TestServer, type TestSession, targets } from './server.ts';

const children = select('ho_so', ['id', 'cha_id', 'ten'], ['id']);

/** What the platform would hold: the reads, then the changes, by the one rule. */
function held(reads: readonly (readonly unknown[])[], changes: readonly SeenChange[], selection: Selection): readonly string[] {
  const keyOf = (row: readonly unknown[]) => JSON.stringify(selection.key.map((name) => row[selection.columns.indexOf(name)]));
  const place = (version: string, line: number) => ({ epoch: 1, version: version as never, sequence: 1, line });
  const entries = [
    ...reads.map((row, line): Entry => ({ op: 'r', place: place('0', line), key: keyOf(row), record: JSON.stringify(row) })),
    ...changes.flatMap((change, index): Entry[] => {
      const own = place(change.version, reads.length + index);
      if (change.op === 't') return [{ op: 't', place: own }];
      if (change.op === 'd') return [{ op: 'd', place: own, key: keyOf(change.row) }];
      const gone: Entry[] = change.oldKey === undefined ? [] : [{ op: 'd', place: own, key: keyOf(change.oldKey) }];
      return [...gone, { op: change.op, place: own, key: keyOf(change.row), record: JSON.stringify(change.row) }];
    }),
  ];
  return [...visible(merge(emptyStream, entries)).values()].sort();
}

const native = (version: number, product: string) =>
  product === 'MySQL' && version >= 90_600 ? { 'innodb-native-foreign-keys': 'ON' } : {};

describe.each(targets)('foreign keys of $label that the engine carries out', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open(native(target.version, target.product));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  /** Grandparents, parents and children: who is deleted takes its children with it. */
  const family = async (rules = 'on delete cascade on update cascade') => {
    for (const table of ['ho_so', 'cha', 'ong']) await server.sql(`drop table if exists ${table}`);
    await server.sql('create table ong (id int primary key)');
    await server.sql(
      'create table cha (id int primary key, ong_id int, ten varchar(9), foreign key (ong_id) references ong (id) on delete cascade)',
    );
    await server.sql(
      `create table ho_so (id int primary key, cha_id int, ten varchar(9), constraint cua_cha foreign key (cha_id) references cha (id) ${rules})`,
    );
    await server.sql('insert into ong values (1), (2)');
    await server.sql("insert into cha values (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c'), (4, null, 'd')");
    await server.sql("insert into ho_so values (10, 1, 'x'), (11, 1, 'y'), (20, 2, 'x'), (30, 3, 'x'), (40, 4, 'x')");
  };

  /** Runs statements behind a snapshot, and compares what follows of it with the table. */
  const trace = async (
    work: (session: TestSession) => Promise<void>,
    { selection = children, input = server.input }: { readonly selection?: Selection; readonly input?: MysqlInput } = {},
  ): Promise<Follow> => {
    await using source = await openSource(input);
    const start = await source.changes.start([selection], never);
    const reads = await readAll(source.snapshot, selection);
    await using session = await server.session();
    await work(session);
    const followed = await followToNow(source.changes, [selection], start, { batchChanges: 2 });
    expect(held(reads, followed.changes, selection)).toEqual(
      (await readAll(source.snapshot, selection)).map((row) => JSON.stringify(row)).sort(),
    );
    return followed;
  };
  const readAgain = (changes: readonly SeenChange[]) => changes.filter((change) => change.op !== 't' && change.readAgain === true).length;
  const ends = (changes: readonly SeenChange[]) => changes.filter(({ op }) => op === 't').length;

  it('children that went with their parent are gone: the table is read again, and what is older goes at its end', async () => {
    await family();
    const { changes } = await trace(async (session) => {
      await session.sql('delete from cha where id = 1');
    });
    expect(changes.map(({ op }) => op)).toEqual(['u', 'u', 'u', 't']);
    // The end stands below what was read, and comes behind it: nothing is missing in between.
    const [last, ...rows] = [...changes].reverse();
    expect(rows.every(({ version }) => compareVersions(last?.version ?? ('' as never), version) < 0)).toBe(true);
  });

  it('grandchildren, and children whose key is set to NULL or follows its parent', async () => {
    await family();
    await trace(async (session) => void (await session.sql('delete from ong where id = 1')));
    await family('on delete set null');
    await trace(async (session) => void (await session.sql('delete from cha where id = 2')));
    await family();
    await trace(async (session) => void (await session.sql('update cha set id = 5 where id = 4')));
    await family('on update set null');
    await trace(async (session) => void (await session.sql('update cha set id = 5 where id = 4')));
    await family();
    await trace(async (session) => void (await session.sql("replace into cha values (3, 2, 'z')")));
  });

  it('a table that refers to itself', async () => {
    await server.sql('drop table if exists don_vi');
    await server.sql('create table don_vi (id int primary key, tren int, foreign key (tren) references don_vi (id) on delete cascade)');
    await server.sql('insert into don_vi values (1, null), (2, 1), (3, 2), (4, null)');
    await trace(async (session) => void (await session.sql('delete from don_vi where id = 1')), {
      selection: select('don_vi', ['id', 'tren'], ['id']),
    });
  });

  it('a key that holds the reference', async () => {
    await server.sql('drop table if exists trang, quyen');
    await server.sql('create table quyen (so int primary key)');
    await server.sql(
      'create table trang (quyen int, so int, primary key (quyen, so), foreign key (quyen) references quyen (so) on update cascade)',
    );
    await server.sql('insert into quyen values (1), (2)');
    await server.sql('insert into trang values (1, 1), (1, 2), (2, 1)');
    await trace(async (session) => void (await session.sql('update quyen set so = 7 where so = 1')), {
      selection: select('trang', ['quyen', 'so'], ['quyen', 'so']),
    });
  });

  it('later changes of the same transaction and of others outrank what was read', async () => {
    await family();
    const { changes } = await trace(async (session) => {
      await session.sql('begin');
      await session.sql("update ho_so set ten = 'q' where id = 40");
      await session.sql('delete from cha where id = 1');
      await session.sql("insert into cha values (1, 1, 'a')");
      await session.sql("insert into ho_so values (10, 1, 'again')");
      await session.sql('commit');
      await session.sql("update ho_so set ten = 'later' where id = 10");
      await session.sql('delete from ho_so where id = 20');
    });
    expect(ends(changes)).toBe(1);
  });

  it('what was read outranks what the log told of the same transaction', async () => {
    await family('on delete set null');
    await trace(async (session) => {
      await session.sql('begin');
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await session.sql(`update ho_so set ten = '${name}' where id = 10`);
      await session.sql('delete from cha where id = 1');
      await session.sql('commit');
    });
  });

  it('nothing is read again where no key can have been carried out', async () => {
    await family();
    const { changes } = await trace(async (session) => {
      await session.sql("update cha set ten = 'other'");
      await session.sql("insert into cha values (9, 2, 'i')");
      await session.sql('update ho_so set cha_id = 9 where id = 10');
      await session.sql('delete from ho_so where id = 11');
      await session.sql('set foreign_key_checks = 0');
      await session.sql('delete from cha where id = 3');
      await session.sql('update cha set id = 7 where id = 4');
    });
    expect([readAgain(changes), ends(changes)]).toEqual([0, 0]);
  });

  it('an update whose row images are minimal, or whose log does not name columns', async () => {
    await family();
    const { changes } = await trace(async (session) => {
      await session.sql("set session binlog_row_image = 'MINIMAL'");
      await session.sql("update cha set ten = 'm' where id = 1");
    });
    expect(ends(changes)).toBe(0);
    await trace(async (session) => {
      await session.sql("set session binlog_row_image = 'MINIMAL'");
      await session.sql('update cha set id = 6 where id = 1');
    });
    await server.sql("set global binlog_row_metadata = 'MINIMAL'");
    try {
      await family();
      const unnamed = await trace(async (session) => void (await session.sql("update cha set ten = 'n' where id = 1")));
      expect(ends(unnamed.changes)).toBe(0);
      await trace(async (session) => void (await session.sql('update cha set id = 8 where id = 1')));
    } finally {
      await server.sql("set global binlog_row_metadata = 'FULL'");
    }
  });

  it('a key that came or went while the log lay unread', async () => {
    await family();
    await trace(async (session) => {
      await session.sql('delete from cha where id = 1');
      await session.sql('alter table ho_so drop foreign key cua_cha');
    });
    await family();
    await trace(async (session) => {
      await session.sql('delete from ong where id = 1');
      await session.sql('set foreign_key_checks = 0');
      await session.sql('alter table cha drop foreign key cha_ibfk_1');
    });
    await family();
    await trace(async (session) => {
      await session.sql('delete from cha where id = 1');
      await session.sql('rename table cha to bo');
      await session.sql('delete from bo where id = 3');
      await session.sql('rename table bo to cha');
    });
  });

  it('a key that comes while following is known from then on', async () => {
    await family();
    await server.sql('alter table ho_so drop foreign key cua_cha');
    await using source = await openSource(server.input);
    const following = keepFollowing(source.changes, [children], await source.changes.start([children], never));
    await server.sql('alter table ho_so add constraint moi foreign key (cha_id) references cha (id) on delete cascade');
    await server.sql('delete from cha where id = 1');
    await until(() => Promise.resolve(ends(following.changes) === 1));
    await following.stop();
  });

  it('the position stays before the transaction until the table has been read', async () => {
    await family();
    await using source = await openSource(server.input);
    const start = await source.changes.start([children], never);
    await server.sql('delete from cha where id = 1');
    await server.sql("update ho_so set ten = 'after' where id = 40");
    const { batches, position } = await followToNow(source.changes, [children], start, { batchChanges: 1 });
    const end = batches.findIndex((batch) => batch.changes.some(({ op }) => op === 't'));
    const place = ({ position: { offset } }: { readonly position: Position }) => offset;
    expect(
      batches
        .slice(0, end)
        .filter((batch) => batch.changes.length > 0)
        .map(place),
    ).toContain(start['offset']);
    expect(batches.slice(0, end).every((batch) => place(batch) === start['offset'])).toBe(true);
    expect(Number(position['offset'])).toBeGreaterThan(Number(start['offset']));
    // Read again from before: the same end.
    const again = await followToNow(source.changes, [children], batches[0]?.position ?? start, { batchChanges: 1 });
    expect(ends(again.changes)).toBe(1);
  });

  it('refuses a login that may not see the keys of a parent, with the grant that mends it', async () => {
    await family();
    await server.sql("create user nguoi_doc identified by 'đọc-1'");
    for (const grant of ['replication slave, replication client on *.*', 'select on ho_tich.ho_so'])
      await server.sql(`grant ${grant} to nguoi_doc`);
    const input = { ...server.input, user: 'nguoi_doc', password: 'đọc-1' };
    await using source = await openSource(input);
    const refusal: unknown = await source.changes.start([children], never).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'SOURCE_PERMISSION_MISSING', message: expect.stringContaining('ho_tich.cha') as unknown });
    const remedy = (refusal as { readonly remedy: string }).remedy; // checked on the line above
    expect(remedy).toMatch(/^GRANT REFERENCES ON `ho_tich`.`cha` TO /);
    await server.sql(remedy.replace(/;.*/, ''));
    await expect(source.changes.start([children], never)).rejects.toMatchObject({
      message: expect.stringContaining('ho_tich.ong') as unknown,
    });
    await server.sql('grant references on ho_tich.ong to nguoi_doc');
    await trace(async (session) => void (await session.sql('delete from ong where id = 1')), { input });
  });
});

describe.each(targets.filter(({ product }) => product === 'MySQL'))('foreign keys of $label', (target) => {
  it('what the server itself carries out and logs is not read again', async () => {
    await using server = await target.open();
    await server.sql('create table cha (id int primary key)');
    await server.sql(
      'create table ho_so (id int primary key, cha_id int, ten int, foreign key (cha_id) references cha (id) on delete cascade)',
    );
    await server.sql('insert into cha values (1)');
    await server.sql('insert into ho_so values (10, 1, 1)');
    await using source = await openSource(server.input);
    const start = await source.changes.start([children], never);
    await server.sql('delete from cha');
    const { changes } = await followToNow(source.changes, [children], start);
    expect(changes.map(({ op }) => op)).toEqual(target.version >= 90_600 ? ['d'] : ['t']);
  });

  it('without GTIDs the writers that are open are waited for, which takes PROCESS', async () => {
    await using server = await target.open({
      ...native(target.version, target.product),
      'gtid-mode': 'OFF',
      'enforce-gtid-consistency': 'OFF',
    });
    await server.sql('create table khac (id int primary key)');
    await server.sql('create table cha (id int primary key)');
    await server.sql(
      'create table ho_so (id int primary key, cha_id int, ten int, foreign key (cha_id) references cha (id) on delete cascade)',
    );
    await server.sql('insert into cha values (1)');
    await server.sql('insert into ho_so values (10, 1, 1)');
    await server.sql("create user nguoi_doc identified by 'đọc-1'");
    await server.sql('grant select, references on ho_tich.* to nguoi_doc');
    await server.sql('grant replication slave, replication client on *.* to nguoi_doc');
    await using source = await openSource(server.input);
    const start = await source.changes.start([children], never);
    await using writer = await server.session();
    await writer.sql('begin');
    await writer.sql('insert into khac values (1)');
    await server.sql('delete from cha');
    const following = keepFollowing(source.changes, [children], start);
    await server.sql('insert into cha values (2)');
    await server.sql('insert into ho_so values (20, 2, 2)');
    // Without GTIDs following starts early: at the beginning of the file.
    await until(() => Promise.resolve(following.changes.length === 2));
    await server.sql('insert into ho_so values (30, 2, 3)');
    await until(() => Promise.resolve(following.changes.length >= 3));
    expect(following.changes.map(({ op }) => op)).toEqual(['c', 'c', 'c']);
    await writer.sql('commit');
    await until(() => Promise.resolve(following.changes.some(({ op }) => op === 't')));
    await following.stop();
    await using poor = await openSource({ ...server.input, user: 'nguoi_doc', password: 'đọc-1' });
    await expect(followToNow(poor.changes, [children], start)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining('GRANT PROCESS') as unknown,
    });
  });
});
