import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, listPostgresInstallations, startPostgres } from '../src/index.ts';

async function query(server: EmbeddedPostgres, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.map((row: unknown[]) => row[0]);
  } finally {
    await client.end();
  }
}

describe.each(listPostgresInstallations())('PostgreSQL $version, embedded: $embedded', ({ version, binaries }) => {
  it('starts with logical WAL and UTF8, takes a password only, and removes its folder at the stop', async () => {
    const server = await startPostgres({ binaries });
    expect(server.version.split('.')[0]).toBe(version);
    expect(await query(server, "select current_setting('wal_level') || ' ' || current_setting('server_encoding')")).toEqual([
      'logical UTF8',
    ]);
    expect(await query(server, "select lower('ĐẶNG THỊ ƯỚC')")).toEqual(['đặng thị ước']);
    const wrong = new pg.Client({ connectionString: server.connectionString.replace(server.password, 'wrong') });
    await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' });
    await server.stop();
    await server.stop();
    expect(server.isRunning()).toBe(false);
    expect(existsSync(server.directory)).toBe(false);
  });

  it('recovers after a kill of the whole server, on the same port, with every committed row', async () => {
    await using server = await startPostgres({ binaries });
    await query(server, 'create table kept (id int)');
    await query(server, 'insert into kept select generate_series(1, 1000)');
    const before = { pid: server.pid, port: server.port };
    await server.kill();
    expect(server.isRunning()).toBe(false);
    await server.restart();
    expect(server.port).toBe(before.port);
    expect(server.pid).not.toBe(before.pid);
    expect(await query(server, 'select count(*)::int from kept')).toEqual([1000]);
  });
});

it('applies settings above its own, and ALTER SYSTEM above them', async () => {
  await using server = await startPostgres({ settings: { max_replication_slots: '3', 'lienthong.mark': "it's C:\\new" } });
  expect(await query(server, "select current_setting('max_replication_slots')")).toEqual(['3']);
  expect(await query(server, "select current_setting('lienthong.mark')")).toEqual(["it's C:\\new"]);
  await query(server, "alter system set work_mem = '7MB'");
  await server.restart();
  expect(await query(server, "select current_setting('work_mem')")).toEqual(['7MB']);
});

it('has ICU collations in the embedded build', async () => {
  await using server = await startPostgres();
  expect(await query(server, "select collname::text from pg_collation where collname = 'vi-x-icu'")).toEqual(['vi-x-icu']);
});

it('says which port is taken, and leaves nothing behind', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const address = holder.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await expect(startPostgres({ port })).rejects.toMatchObject({ code: 'PORT_TAKEN', message: expect.stringContaining(String(port)) });
  await new Promise((resolve) => holder.close(resolve));
});

it('says that programs do not run, and what to do', async () => {
  await expect(startPostgres({ binaries: '/nowhere/bin' })).rejects.toMatchObject({ code: 'BINARIES_UNUSABLE' });
});

it('names the reason when a setting is refused', async () => {
  await expect(startPostgres({ settings: { wal_level: 'nonsense' } })).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('wal_level'),
  });
});
