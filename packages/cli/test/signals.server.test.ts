import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main, runLienthong } from './run-lienthong.ts';

describe('signals and supervisors', () => {
  let folder: string;
  let platform: ChildProcess;
  let url: string;
  let said: string;
  let ended: Promise<number | null>;

  beforeEach(async () => {
    // PostgreSQL runs as another user when we are root: a folder that it can enter.
    folder = await mkdtemp(join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), 'lienthong-signals-'));
    await chmod(folder, 0o755);
    said = '';
    await runLienthong(['keys', 'generate', '--name', 'agency'], { cwd: folder });
    platform = spawn(
      process.execPath,
      [
        main,
        'platform',
        '--port',
        '0',
        '--directory',
        'platform',
        '--agency',
        'H26.12=agency.public.pem',
        '--consumer',
        'G01=token',
        '--lang',
        'en',
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    for (const stream of [platform.stdout, platform.stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    ended = new Promise((resolve) => platform.once('exit', resolve));
    url = await new Promise<string>((resolve, reject) => {
      platform.once('message', (message: { readonly url: string }) => resolve(message.url));
      void ended.then(() => reject(new Error(`the platform ended: ${said}`)));
    });
  });

  afterEach(async () => {
    platform.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it('drains and ends with 0 at the first signal', async () => {
    platform.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(said).toContain('platform stopped');
  });

  it('ends at once with 143 at the second signal, while a slow client holds the drain', async () => {
    const { hostname, port } = new URL(url);
    const slow = connect(Number(port), hostname);
    slow.on('error', () => {});
    await new Promise<void>((resolve) => slow.write('GET /healthz HTTP/1.1\r\nHost: x\r\n', () => resolve()));
    expect((await fetch(new URL('/healthz', url), { headers: { connection: 'close' } })).status).toBe(200);
    platform.kill('SIGTERM');
    await new Promise<void>((resolve) => {
      platform.stderr?.on('data', () => {
        if (said.includes('finishing what is begun')) resolve();
      });
    });
    platform.kill('SIGTERM');
    expect(await ended).toBe(143);
    slow.destroy();
  });

  it('goes with the process that started it, when that is gone without a word', async () => {
    platform.disconnect();
    expect(await ended).toBe(1);
  });

  it('gives a registered reader a token that works', async () => {
    const token = (await readFile(join(folder, 'token'), 'utf8')).trim();
    const headers = { authorization: `Bearer ${token}`, 'lienthong-purpose': 'test' };
    const answer = await fetch(new URL('/v1/datasets/ho-tich.cong-dan/records', url), { headers });
    // Nothing was published yet: the reader is known, the dataset is not.
    expect(answer.status).toBe(404);
    expect(
      (await fetch(new URL('/v1/datasets/ho-tich.cong-dan/records', url), { headers: { ...headers, authorization: 'Bearer wrong' } }))
        .status,
    ).toBe(401);
  });
});
