import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serverAccount } from '../src/account.ts';
import { usableBinaries } from '../src/binaries.ts';
import { embeddedInstallation } from '../src/installations.ts';
import { run } from '../src/run.ts';

let closed: string;

beforeEach(async () => {
  closed = await mkdtemp(join(tmpdir(), 'closed-home-')); // mode 0700
  await cp(dirname(embeddedInstallation().binaries), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
});

afterEach(() => rm(closed, { recursive: true, force: true }));

it('runs programs from below a closed home: it copies them once, complete, closed to writing by others', async () => {
  const account = await serverAccount();
  const first = await usableBinaries(join(closed, 'native', 'bin'), account, true);
  const second = await usableBinaries(join(closed, 'native', 'bin'), account, true);
  expect(second).toEqual(first);
  expect(first.version).toMatch(/^18/);
  expect((await run(join(first.path, 'initdb'), ['--version'], account)).code).toBe(0);
  if (account === undefined) return; // who is not root runs them where they are
  expect(first.path.startsWith(closed)).toBe(false);
  expect((await stat(dirname(first.path))).mode & 0o022).toBe(0);
  await rm(dirname(first.path), { recursive: true });
});

it('restores the links that an installation without scripts leaves out', async () => {
  const account = await serverAccount();
  const native = join(closed, 'native');
  await run('/bin/sh', ['-c', 'find "$1" -type l -delete', 'sh', native], undefined);
  const { path, version } = await usableBinaries(join(native, 'bin'), account, true);
  expect(version).toMatch(/^18/);
  await rm(dirname(path), { recursive: true, force: true });
});

it('copies nothing that was chosen by hand', async () => {
  const account = await serverAccount();
  const attempt = usableBinaries(join(closed, 'native', 'bin'), account, false);
  if (account === undefined) await expect(attempt).resolves.toMatchObject({ version: expect.stringMatching(/^18/) });
  else await expect(attempt).rejects.toMatchObject({ code: 'BINARIES_UNUSABLE' });
});
