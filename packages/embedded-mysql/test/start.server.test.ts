import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { listMysqlInstallations, missingMysql, startMysql } from '../src/index.ts';

const installations = await listMysqlInstallations();
const missing = await missingMysql();

/** The first bytes that a server says; empty where nobody answers. */
function greeting(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString('latin1'));
    });
    socket.once('error', () => resolve(''));
    socket.once('close', () => resolve(''));
  });
}

describe('servers', () => {
  // What this machine lacks is skipped by name.
  for (const server of missing) it(`without ${server}`, (context) => context.skip());
  it('are told, those that are here and those that are not', () => {
    expect(installations.length + missing.length).toBe(2);
  });
});

describe.each(installations)('$product $version', (installation) => {
  it('runs from start to stop, survives a crash with its port, and leaves nothing behind', async () => {
    const server = await startMysql({ installation });
    expect(await greeting(server.port)).toContain(installation.version);
    await server.kill();
    expect(await greeting(server.port)).toBe('');
    await server.restart();
    expect(await greeting(server.port)).toContain(installation.version);
    await server.stop();
    expect(await greeting(server.port)).toBe('');
    expect(existsSync(server.directory)).toBe(false);
  });

  it('waits with a restart until its port is free again, whoever answers there meanwhile', async () => {
    await using server = await startMysql({ installation });
    await server.kill();
    // It says hello like a server.
    const stranger = createServer((socket) => void socket.end(Buffer.from('\u0001\0\0\0\n', 'latin1')));
    await new Promise<void>((resolve) => stranger.listen({ host: '127.0.0.1', port: server.port }, resolve));
    const restarting = server.restart();
    const log = () => readFile(join(server.directory, 'server.log'), 'utf8');
    await vi.waitFor(async () => expect(await log()).toContain('Address already in use'), { timeout: 30_000 });
    await new Promise((resolve) => stranger.close(resolve));
    await restarting;
    expect(await greeting(server.port)).toContain(installation.version);
  });

  it('leaves the temporary tables of others alone', async () => {
    const others = join(tmpdir(), `#sql-temptable-${process.pid}-${installation.version}.MAD`);
    await writeFile(others, '');
    try {
      await using server = await startMysql({ installation });
      expect(server.isRunning()).toBe(true);
      expect(existsSync(others)).toBe(true);
    } finally {
      await rm(others, { force: true });
    }
  });

  it('says why it does not start', async () => {
    await expect(startMysql({ installation, settings: { 'no-such-setting': 'x' } })).rejects.toThrow(
      `${installation.product} ${installation.version} did not start`,
    );
  });
});
