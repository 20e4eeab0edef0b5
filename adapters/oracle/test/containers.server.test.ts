import { follow, never } from '@lienthong/conformance/reading';
import { startOracle } from '@lienthong/testbed/oracle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OracleInput } from '../src/index.ts';
import { openAdmin } from './admin.ts';
import { openSource, select } from './server.ts';
import { openTestEngine } from './test-engine.ts';

// Two pluggable databases of one root, with a table of the same name each.

const user = 'C##THEO';
const password = 'Lienthong0';
const t = select('T', ['ID', 'NAME'], ['ID'], user);

async function rootWithTwo(version: string) {
  const engine = await openTestEngine({ version, pluggable: ['HO_TICH', 'DAT_DAI'] });
  const wire = await startOracle({ engine });
  const place = { host: wire.host, port: wire.port };
  const sql = async (service: string, text: string, account: { user: string; password: string } = engine.administrator) => {
    await using session = await openAdmin({ ...place, ...account }, service);
    await session.sql(text);
    await session.sql('commit');
  };
  await sql('ORCL', `create user ${user} identified by "${password}"`);
  await sql('ORCL', 'alter database add supplemental log data');
  for (const service of ['ORCL', 'HO_TICH', 'DAT_DAI'])
    await sql(
      service,
      `grant create session, create table, unlimited tablespace, select any dictionary, logmining, flashback any table, execute_catalog_role to ${user}`,
    );
  for (const service of ['HO_TICH', 'DAT_DAI']) {
    await sql(service, 'create table t (id number(9) not null primary key, name varchar2(20))', { user, password });
    await sql(service, 'alter table t add supplemental log data (all) columns', { user, password });
  }
  return {
    input: (service: string, more: Partial<OracleInput> = {}) => ({ ...place, user, password, database: service, ...more }),
    sql: (service: string, text: string) => sql(service, text, { user, password }),
    [Symbol.asyncDispose]: async () => {
      await wire.close();
      await engine.close();
    },
  };
}

describe('19c', () => {
  let root: Awaited<ReturnType<typeof rootWithTwo>>;
  beforeAll(async () => {
    root = await rootWithTwo('19.0.0.0.0');
  });
  afterAll(() => root[Symbol.asyncDispose]());

  it.each([{ changes: 'logminer', logService: 'ORCL' }, { changes: 'flashback', logService: 'ORCL' }, { changes: 'flashback' }] as const)(
    'refuses a position of one container in another one of the same root: $changes, $logService',
    async (how) => {
      await using one = await openSource(root.input('HO_TICH', how));
      await using other = await openSource(root.input('DAT_DAI', how));
      const position = await one.changes.start([t], never);
      expect(await one.changes.has?.(position, [t], never)).toBe(true);
      const following = follow(other.changes, [t], position, () => true);
      await expect(following).rejects.toMatchObject({ code: 'SOURCE_IDENTITY_CHANGED' });
      await expect(other.changes.start([t], never, { position, anew: [] })).rejects.toMatchObject({ code: 'SOURCE_IDENTITY_CHANGED' });
      expect(other.changes.passed(await one.changes.head(never), await other.changes.head(never))).toBe(false);
      expect((await one.probe(never)).identity).not.toBe((await other.probe(never)).identity);
    },
  );

  it("tells of the root's log what its own container did, and not what another did to a table of the same name", async () => {
    await using source = await openSource(root.input('HO_TICH', { changes: 'logminer', logService: 'ORCL' }));
    const start = await source.changes.start([t], never);
    await root.sql('DAT_DAI', "insert into t values (1, 'đất')");
    await root.sql('HO_TICH', "insert into t values (2, 'hộ')");
    const { changes } = await follow(source.changes, [t], start, (all) => all.length > 0);
    expect(changes).toMatchObject([{ op: 'c', row: ['2', 'hộ'] }]);
  });

  it('follows by flashback where it may not mine, and says where the log is read when LogMiner is asked for', async () => {
    await using chosen = await openSource(root.input('HO_TICH'));
    expect(await chosen.changes.start([t], never)).toMatchObject({ kind: 'oracle/flashback' });
    await using source = await openSource(root.input('HO_TICH', { changes: 'logminer' }));
    await expect(source.changes.start([t], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining('logService') as string,
    });
    const { findings, readiness } = await source.probe(never);
    expect(findings).toContainEqual(expect.objectContaining({ id: 'log-elsewhere', level: 'error' }));
    expect(readiness.changes).toMatchObject({ ready: false });
  });
});

it('21c: a pluggable database mines its own log', async () => {
  await using root = await rootWithTwo('21.3.0.0.0');
  await using source = await openSource(root.input('HO_TICH'));
  const start = await source.changes.start([t], never);
  expect(start).toMatchObject({ kind: 'oracle/logminer' });
  await root.sql('DAT_DAI', "insert into t values (1, 'đất')");
  await root.sql('HO_TICH', "insert into t values (2, 'hộ')");
  const { changes } = await follow(source.changes, [t], start, (all) => all.length > 0);
  expect(changes).toMatchObject([{ op: 'c', row: ['2', 'hộ'] }]);
});
