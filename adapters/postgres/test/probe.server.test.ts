import { never } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

describe.each(targets)('probe of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open({ max_replication_slots: '2', max_slot_wal_keep_size: target.major >= 13 ? '1GB' : '-1' });
    await server.sql(`create table good (id int primary key); create table bare (id int); create table "Kín" (id int primary key); alter table "Kín" enable row level security;
      create role reader login password 'reader'; grant select on good, bare, "Kín" to reader; create table hidden (id int primary key)`);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const as = (user: string) => {
    const { host, port, database } = server.embedded ?? { host: '', port: 0, database: '' };
    return openSource({ host, port, database, user, password: user });
  };

  it('G-29: tells every gap of a reader with the statement that mends it, and the statements do mend it', async () => {
    await using source = await as('reader');
    const probe = await source.probe(never);
    expect(probe).toMatchObject({
      product: 'PostgreSQL',
      readiness: { snapshot: { ready: true }, incremental: { ready: true }, changes: { ready: false } },
    });
    expect(Number.parseInt(probe.version, 10)).toBe(target.major);
    expect(probe.identity).toMatch(/^\d{10,}\/\d+$/);
    const remedies = new Map(
      probe.findings.map((finding) => [
        `${finding.id} ${/"?[\wKín]+"?/.exec(finding.message.replace('public.', ''))?.[0]}`,
        finding.remedy,
      ]),
    );
    expect([...remedies.keys()]).toEqual(
      expect.arrayContaining([
        'replica-identity-nothing bare',
        'select-missing hidden',
        'row-security Kín',
        'replication-missing the',
        'publication-create the',
      ]),
    );
    for (const finding of probe.findings) {
      const remedy = finding.remedy ?? '';
      await server.sql(
        remedy.includes('…') ? 'create publication lienthong for table good, "Kín", hidden' : remedy.replace(/^ALTER PUBLICATION .*/, ''),
      );
    }
    await using mended = await as('reader');
    const after = await mended.probe(never);
    expect(after.readiness.changes).toEqual({ ready: true });
    expect(after.findings.map((finding) => finding.id).filter((id) => id !== 'publication-lacks')).toEqual([]);
  });

  it('AC-PG-1: lists inactive slots of others, the budget of ours, and that all slots are taken, without side effects', async () => {
    await server.sql("select pg_create_physical_replication_slot('forgotten', true)");
    await using source = await openSource({ ...server.input, slot: 'ours', publication: 'ours' });
    await source.changes.start([select('good', ['id'], ['id'])], never);
    const probe = await source.probe(never);
    expect(probe.findings.find((finding) => finding.id === 'slot-inactive')).toMatchObject({
      message: expect.stringContaining('forgotten') as unknown,
      remedy: expect.stringContaining("pg_drop_replication_slot('forgotten')") as unknown,
    });
    expect(probe.findings.find((finding) => finding.id === 'slot-budget')?.message).toMatch(
      /slot ours uses \d+ % of its log budget; .* are left/,
    );
    expect(probe.readiness.changes).toEqual({ ready: true });
    await using other = await openSource({ ...server.input, slot: 'third', publication: 'ours' });
    expect((await other.probe(never)).readiness.changes).toMatchObject({
      ready: false,
      remedy: expect.stringContaining('max_replication_slots') as unknown,
    });
    expect((await server.sql('select slot_name from pg_replication_slots order by 1')).flat()).toEqual(['forgotten', 'ours']);
  });

  it('describes tables, views, partitions by their root, keys in order, comments and types', async () => {
    await server.sql(`create schema "Dân cư"; create table "Dân cư".person (b int not null, a int not null, code text not null unique, nick text unique, n numeric(8,2),
        twice int generated always as (a * 2) stored, primary key (b, a)); comment on table "Dân cư".person is 'Người'; comment on column "Dân cư".person.code is 'Mã';
      create view "Dân cư".names as select code from "Dân cư".person; create materialized view "Dân cư".kept as select code from "Dân cư".person;
      create table "Dân cư".root (id int primary key) partition by range (id); create table "Dân cư".leaf partition of "Dân cư".root for values from (0) to (10);
      insert into "Dân cư".root select generate_series(0, 9); analyze "Dân cư".person; analyze "Dân cư".kept; analyze "Dân cư".root; analyze "Dân cư".leaf`);
    await using source = await openSource(server.input);
    const own = (await source.describe(never)).filter((description) => description.collection.schema === 'Dân cư');
    expect(own.map((description) => [description.collection.name, description.kind, description.rowEstimate])).toEqual([
      ['kept', 'materialized-view', 0],
      ['names', 'view', undefined],
      ['person', 'table', 0],
      ['root', 'partitioned-table', 10],
    ]);
    const person = own.find((description) => description.collection.name === 'person');
    expect(person).toMatchObject({ primaryKey: ['b', 'a'], uniqueKeys: [['code']], comment: 'Người' });
    expect(person?.columns.map((column) => [column.name, column.nativeType, column.nullable, column.generated, column.comment])).toEqual([
      ['b', 'integer', false, false, undefined],
      ['a', 'integer', false, false, undefined],
      ['code', 'text', false, false, 'Mã'],
      ['nick', 'text', true, false, undefined],
      ['n', 'numeric(8,2)', true, false, undefined],
      ['twice', 'integer', true, true, undefined],
    ]);
    expect(person?.columns[4]?.type?.canonical).toEqual({ kind: 'decimal', precision: 8, scale: 2 });
  });
});
