import { never, readAll } from '@lienthong/conformance/reading';
import { startSqlServer } from '@lienthong/testbed/sqlserver';
import { expect, it } from 'vitest';
import type { SqlserverInput } from '../src/index.ts';
import { openAdmin } from './admin.ts';
import { openSource, select } from './server.ts';
import { openTestEngine } from './test-engine.ts';

async function serve(features: Parameters<typeof openTestEngine>[0]) {
  const engine = await openTestEngine(features);
  const wire = await startSqlServer({ engine });
  const login = { host: wire.host, port: wire.port, ...engine.administrator };
  return {
    login,
    sql: async (text: string) => {
      await using session = await openAdmin(login, 'testbed');
      await session.sql(text);
    },
    [Symbol.asyncDispose]: async () => {
      await wire.close();
      await engine.close();
    },
  };
}

const selection = select('ho_so', ['id', 'ten'], ['id']);

it('G-29: reads a server that speaks T-SQL and has neither Change Tracking nor CDC, and says why it cannot be followed', async () => {
  await using server = await serve({ changeTracking: false, cdc: false, agent: false, snapshotIsolation: false });
  await server.sql('create table ho_so (id int not null primary key, ten nvarchar(20) null)');
  await server.sql("insert into ho_so values (1, N'An'), (2, N'Bình')");
  const input: SqlserverInput = { ...server.login, database: 'testbed' };
  await using source = await openSource(input);
  const { readiness, findings } = await source.probe(never);
  expect(readiness.snapshot).toEqual({ ready: true });
  expect(readiness.incremental).toEqual({ ready: true });
  expect(readiness.changes).toMatchObject({ ready: false, reason: 'the server has no Change Tracking' });
  expect(findings.map(({ id }) => id)).toContain('change-tracking-unknown');
  expect(await readAll(source.snapshot, selection, 1, 10)).toEqual([
    ['1', 'An'],
    ['2', 'Bình'],
  ]);
  await expect(source.changes.start([selection], never)).rejects.toMatchObject({
    code: 'SOURCE_NOT_READY',
    message: expect.stringContaining('no Change Tracking') as unknown,
  });
  await using byCapture = await openSource({ ...input, changes: 'cdc' });
  expect((await byCapture.probe(never)).readiness.changes).toMatchObject({
    ready: false,
    reason: expect.stringContaining('CDC is off') as unknown,
  });
});

it('G-29: says that the Agent does not run, without which CDC brings nothing', async () => {
  await using server = await serve({ agent: false });
  await server.sql('create table ho_so (id int not null primary key, ten nvarchar(20) null)');
  await server.sql('exec sys.sp_cdc_enable_db');
  await using source = await openSource({ ...server.login, database: 'testbed', changes: 'cdc' });
  const { readiness, findings } = await source.probe(never);
  expect(readiness.changes).toMatchObject({ ready: false, remedy: expect.stringContaining('SQL Server Agent') as unknown });
  expect(findings.filter(({ level }) => level === 'error').map(({ id }) => id)).toEqual(['agent-stopped']);
});
