import { startPostgres } from '@lienthong/embedded-postgres';
import { openSqlEngine, startSqlServer } from '@lienthong/testbed/sqlserver';
import { expect, it } from 'vitest';
import { runLienthong } from './run-lienthong.ts';

it('describes a database of SQL Server and profiles a table by its connection string, and shows no password', async () => {
  const postgres = await startPostgres();
  try {
    const account = { user: 'cu', password: 'CANARY' };
    const accounts = [{ ...account, isAdministrator: true }];
    const engine = await openSqlEngine({ postgres: postgres.connectionString, accounts, databases: ['ho_tich'] });
    try {
      await using server = await startSqlServer({ engine });
      const session = await engine.connect({
        ...{ ...account, identity: undefined, database: 'ho_tich', applicationName: 'test', hostName: 'test', spid: 1 },
      });
      const sink = { columns: () => {}, row: () => {}, done: () => {}, info: () => {}, database: () => {} };
      const rows = Array.from({ length: 20 }, (_, index) => `(${index}, N'Nguyễn Văn ${index}')`);
      for (const text of [
        'create table cong_dan (so int not null primary key, ho_ten nvarchar(60) null)',
        `insert into cong_dan values ${rows.join(', ')}`,
      ])
        await session.run({ text, parameters: [] }, sink, new AbortController().signal);
      await session.close();
      const url = `sqlserver://${account.user}:${account.password}@${server.host}:${server.port}/ho_tich`;
      const described = await runLienthong(['describe', '--url', url, '--json']);
      expect(described.stderr).toBe('');
      expect(described.code).toBe(0);
      expect(described.stdout).toContain('"dbo.cong_dan"');
      expect(described.stdout).toContain('"ho_ten"');
      const profiled = await runLienthong(['profile', '--only', 'dbo.cong_dan', '--url', url.replace('sqlserver:', 'mssql:'), '--json']);
      expect(profiled.code).toBe(0);
      expect(profiled.stdout).toContain('"complete":true');
      expect(described.stdout + profiled.stdout + profiled.stderr).not.toContain('CANARY');
    } finally {
      await engine.close();
    }
  } finally {
    await postgres.stop('immediate');
  }
});
