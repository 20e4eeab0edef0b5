import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProbeFinding } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import type { MysqlInput } from '../src/index.ts';
import { never } from './collect.ts';
import { openSource, type Target, type TestServer, targets } from './server.ts';

/** Every id that the probe's sources can tell. */
function tellable(): readonly string[] {
  const folder = fileURLToPath(new URL('../src/', import.meta.url));
  const sources = readdirSync(folder).filter((file) => /^probe.*(?<!\.test)\.ts$/.test(file));
  const ids = sources.flatMap((file) => [...readFileSync(`${folder}${file}`, 'utf8').matchAll(/\bid: '([a-z-]+)'/g)]);
  return [...new Set(ids.map((match) => match[1] ?? ''))].sort();
}

async function makeReader(server: TestServer, ...grants: readonly string[]): Promise<MysqlInput> {
  await server.sql("create user lienthong identified by 'đọc-1'");
  for (const grant of grants) await server.sql(`grant ${grant} to lienthong`);
  return { ...server.input, user: 'lienthong', password: 'đọc-1' };
}

async function look(input: MysqlInput) {
  await using source = await openSource(input);
  return await source.probe(never);
}

const ids = (findings: readonly ProbeFinding[]) => findings.map(({ id }) => id);

/** Servers in which something is wrong, and what has to be said of them. */
const troubles: readonly {
  readonly what: string;
  readonly settings: (target: Target) => Readonly<Record<string, string | undefined>>;
  readonly tables?: readonly string[];
  readonly input?: MysqlInput;
  readonly told: readonly string[] | ((target: Target) => readonly string[]);
}[] = [
  {
    what: 'no log at all',
    settings: ({ product }) => ({
      'log-bin': undefined,
      ...(product === 'MySQL' ? { 'skip-log-bin': '', 'gtid-mode': 'OFF', 'enforce-gtid-consistency': 'OFF' } : {}),
    }),
    told: ['log-off'],
  },
  {
    what: 'a log of statements, half rows, no names, soon forgotten',
    settings: ({ product }) => ({
      'binlog-format': 'STATEMENT',
      'binlog-row-image': 'MINIMAL',
      'binlog-row-metadata': 'MINIMAL',
      'binlog-expire-logs-seconds': '3600',
      ...(product === 'MySQL' ? { 'gtid-mode': 'OFF', 'enforce-gtid-consistency': 'OFF' } : {}),
    }),
    told: ({ product }) => ['log-format', 'row-image', 'row-metadata', 'retention-short', ...(product === 'MySQL' ? ['gtid-off'] : [])],
  },
  {
    what: 'tables that cannot be read or followed well',
    settings: () => ({ 'server-id': '77' }),
    tables: [
      'create table me (id int primary key)',
      'create table con (id int primary key, me int, constraint con_me foreign key (me) references me (id) on delete cascade)',
      'create table cu (id int primary key) engine = MyISAM',
      'create table khong_khoa (a int)',
      'create table chu (id int primary key, ten varchar(9) character set big5)',
    ],
    input: { serverId: 77 },
    told: ({ product }) => [
      'server-id-taken',
      'engine-locks',
      'key-missing',
      'charset-unknown',
      ...(product === 'MariaDB' ? ['cascade-unlogged'] : []),
    ],
  },
  {
    what: 'foreign keys that the engine carries out',
    settings: ({ product, version }) => (product === 'MySQL' && version >= 90_600 ? { 'innodb-native-foreign-keys': 'ON' } : {}),
    tables: [
      'create table me (id int primary key)',
      'create table con (id int primary key, me int, constraint con_me foreign key (me) references me (id) on update set null)',
    ],
    told: ['cascade-unlogged'],
  },
];

describe.each(targets)('probe of $label', (target) => {
  it('G-29: tells every gap of a login with the grant that mends it, and the grants do mend it', async () => {
    await using server = await target.open();
    await server.sql('create table good (id int primary key)');
    await server.sql('create view seen as select id from good');
    const input = await makeReader(server, 'usage on *.*');
    await expect(look(input)).rejects.toMatchObject({ code: 'SOURCE_PERMISSION_MISSING', retry: 'operator' });
    await server.sql(`grant create on ${server.input.database}.* to lienthong`);
    const before = await look(input);
    expect(before).toMatchObject({
      product: target.product,
      readiness: { snapshot: { ready: false }, incremental: { ready: false }, changes: { ready: false } },
    });
    expect(ids(before.findings)).toEqual(['replication-missing', 'process-missing']);
    expect(before.identity).toContain(server.input.database);
    for (const { remedy } of before.findings) await server.sql((remedy ?? '').replace(/;$/, ''));
    const { snapshot } = before.readiness;
    if (snapshot.ready) throw new Error('a remedy was expected');
    await server.sql(snapshot.remedy.replace(/;$/, ''));
    const after = await look(input);
    expect(after.findings).toEqual([]);
    expect(after.readiness).toEqual({ snapshot: { ready: true }, incremental: { ready: true }, changes: { ready: true } });
  });

  it('G-29: knows the rights of roles that are active', async () => {
    await using server = await target.open();
    await server.sql('create table good (id int primary key)');
    await server.sql('create role doc');
    for (const grant of [`select on ${server.input.database}.*`, 'replication slave, replication client, process on *.*'])
      await server.sql(`grant ${grant} to doc`);
    const input = await makeReader(server, 'doc');
    await server.sql(target.product === 'MySQL' ? 'set default role doc to lienthong' : 'set default role doc for lienthong');
    expect((await look(input)).findings).toEqual([]);
  });

  it.each(troubles)('G-32: tells what is wrong with $what', async ({ settings, tables = [], input = {}, told }) => {
    await using server = await target.open(settings(target));
    for (const table of tables) await server.sql(table);
    const { findings, readiness } = await look({ ...server.input, ...input });
    expect(ids(findings).sort()).toEqual([...(typeof told === 'function' ? told(target) : told)].sort());
    expect(readiness.changes.ready).toBe(!findings.some(({ level }) => level === 'error'));
    for (const finding of findings) expect(finding.remedy).toBeTruthy();
  });

  it('G-32: names every finding in one of these tests, but those that cannot be brought about here', () => {
    const known = [
      ...troubles.flatMap(({ told }) => (typeof told === 'function' ? told({ ...target, product: 'MySQL' }) : told)),
      'replication-missing',
      'process-missing',
      'cascade-hidden',
    ];
    // A replica of a replica, a server of 2010, a zone without its table, and a server without number: none of them stands here.
    const beyondReach = ['replica-silent', 'version-untested', 'time-zone-unknown', 'server-id-zero'];
    expect(tellable().filter((id) => !known.includes(id) && !beyondReach.includes(id))).toEqual([]);
  });

  it('names the parent whose keys this login may not see, with the grant that shows them', async () => {
    await using server = await target.open(
      target.product === 'MySQL' && target.version >= 90_600 ? { 'innodb-native-foreign-keys': 'ON' } : {},
    );
    await server.sql('create table me (id int primary key)');
    await server.sql('create table con (id int primary key, me int, foreign key (me) references me (id) on delete cascade)');
    const { database } = server.input;
    const input = await makeReader(server, `select on ${database}.con`, 'replication slave, replication client, process on *.*');
    const before = (await look(input)).findings;
    expect(ids(before)).toEqual(['cascade-unlogged', 'cascade-hidden']);
    await server.sql((before[1]?.remedy ?? '').replace(/;$/, ''));
    expect(ids((await look(input)).findings)).toEqual(['cascade-unlogged']);
  });

  it('has no side effects, and tells two databases of a server without numbers of transactions apart', async () => {
    await using server = await target.open(target.product === 'MySQL' ? { 'gtid-mode': 'OFF', 'enforce-gtid-consistency': 'OFF' } : {});
    await server.sql('create database another');
    const [first, second] = [await look(server.input), await look({ ...server.input, database: 'another' })];
    expect(first.identity).not.toBe(second.identity);
    expect((await look(server.input)).identity).toBe(first.identity);
  });
});
