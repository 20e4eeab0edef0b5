import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
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

  it('says why it does not start', async () => {
    await expect(startMysql({ installation, settings: { 'no-such-setting': 'x' } })).rejects.toThrow(
      `${installation.product} ${installation.version} did not start`,
    );
  });
});
