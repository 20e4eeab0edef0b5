import { listMysqlInstallations, missingMysql, startMysql } from '@lienthong/embedded-mysql';
import { describe, expect, it } from 'vitest';
import { runLienthong } from './run-lienthong.ts';

const installations = await listMysqlInstallations();
const missing = await missingMysql();

describe.each(installations)('the command and $product $version', (installation) => {
  it('describes a database and profiles a table by its connection string', async () => {
    await using server = await startMysql({ installation });
    const { user, password, port } = server;
    const url = `${installation.product.toLowerCase()}://${user}:${password}@127.0.0.1:${port}/mysql`;
    const described = await runLienthong(['describe', '--url', url, '--json']);
    expect(described.stderr).toBe('');
    expect(described.code).toBe(0);
    expect(described.stdout).toContain('"mysql.help_topic"');
    const profiled = await runLienthong(['profile', '--only', 'mysql.help_topic', '--url', url, '--json']);
    expect(profiled.code).toBe(0);
    expect(profiled.stdout).toContain('"complete":true');
  });
});

describe('what the command says of MySQL', () => {
  for (const server of missing) it(`without ${server}`, (context) => context.skip());

  it('refuses a connection string that names no database it knows, and shows nothing of it', async () => {
    const ended = await runLienthong(['describe', '--url', 'db2://u:CANARY@host/db']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('mysql://');
    expect(ended.stdout + ended.stderr).not.toContain('CANARY');
  });
});
