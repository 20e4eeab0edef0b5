import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { MysqlInstallation } from './installations.ts';
import { run } from './run.ts';

/** A new data directory at `target`: a copy of one that is made once for each build, because making takes seconds. */
export async function makeDataDirectory(installation: MysqlInstallation, target: string): Promise<void> {
  const { code, output } = await run('cp', ['-r', '--reflink=auto', await template(installation), target]);
  if (code !== 0) throw new Error(`the data directory could not be copied: ${output.trim()}`);
  // Each server makes a number of its own.
  await rm(join(target, 'auto.cnf'), { force: true });
}

async function template(installation: MysqlInstallation): Promise<string> {
  const { product, version, program } = installation;
  const build = createHash('sha256')
    .update(`${product} ${version} ${program.join(' ')}`)
    .digest('hex')
    .slice(0, 12);
  const home = join(tmpdir(), `lienthong-mysql-${userInfo().uid}`);
  const place = join(home, build);
  if (existsSync(place)) return place;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const fresh = await mkdtemp(join(home, 'new-'));
  const data = join(fresh, 'data');
  const { code, output } = await initialise(installation, data, fresh);
  if (code !== 0) throw new Error(`${product} ${version} made no data directory: ${output.trim().split('\n').slice(-4).join(' | ')}`);
  // Another process may have been faster: then its directory stays.
  await rename(data, place).catch(() => undefined);
  await rm(fresh, { recursive: true, force: true });
  return place;
}

/** `temporary`: a folder of its own, as every server has. */
function initialise(installation: MysqlInstallation, data: string, temporary: string): ReturnType<typeof run> {
  const user = userInfo().username;
  if (installation.install !== undefined) {
    return run(installation.install, [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${temporary}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      `--user=${user}`,
    ]);
  }
  const [file, ...before] = installation.program;
  return run(file, [
    ...before,
    '--no-defaults',
    ...installation.parameters,
    '--initialize-insecure',
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    `--user=${user}`,
  ]);
}
