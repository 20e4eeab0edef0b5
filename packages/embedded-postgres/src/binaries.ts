import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, lstat, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { embeddedInstallation, listPostgresInstallations, program } from './installations.ts';
import { run } from './run.ts';

/** Programs that the account can run, and their version as they say it themselves. */
export interface Binaries {
  readonly path: string;
  /** '18.4' */
  readonly version: string;
}

/** Finds programs that the account can run: those chosen, or the embedded ones. */
export async function findBinaries(chosen: string | undefined, account: Account | undefined): Promise<Binaries> {
  const isEmbedded = listPostgresInstallations().some(({ binaries, embedded }) => embedded && binaries === chosen);
  return usableBinaries(chosen ?? embeddedInstallation().binaries, account, chosen === undefined || isEmbedded);
}

/** Programs that may be copied are, once, if the account cannot reach them: a clone below a closed home. */
export async function usableBinaries(path: string, account: Account | undefined, mayCopy: boolean): Promise<Binaries> {
  const first = await versionOf(path, account);
  if (typeof first === 'string') return { path, version: first };
  if (!mayCopy) throw unusable(path, first);
  const copy = join(await copyOnce(dirname(path)), 'bin');
  const second = await versionOf(copy, account);
  if (typeof second === 'string') return { path: copy, version: second };
  throw unusable(copy, second);
}

interface Refusal {
  readonly reason: string;
  readonly cause?: unknown;
}

async function versionOf(binaries: string, account: Account | undefined): Promise<string | Refusal> {
  for (const name of ['initdb', 'postgres'] as const) {
    const ended = await run(program(binaries, name), ['--version'], account);
    if (ended.failure !== undefined) return { reason: ended.failure.code ?? 'unknown failure', cause: ended.failure };
    const version = /\(PostgreSQL\) (\d+(?:\.\d+)?)/.exec(ended.output)?.[1];
    if (ended.code !== 0 || version === undefined) return { reason: ended.output.trim().slice(0, 300) };
    if (name === 'postgres') return version;
  }
  return { reason: 'no version' };
}

function unusable(path: string, refusal: Refusal): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    `The PostgreSQL programs in ${path} do not run here (${refusal.reason}).`,
    'Name the bin folder of a PostgreSQL of this machine in the option "binaries", or run as a user who may execute these files.',
    refusal.cause,
  );
}

/** One copy per build of the server and user, in the temporary folder; complete or absent, never half. */
async function copyOnce(native: string): Promise<string> {
  const { size, mtimeMs } = await stat(program(join(native, 'bin'), 'postgres'));
  const build = createHash('sha256').update(`${native} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
  const home = existsSync('/tmp') ? '/tmp' : tmpdir();
  const target = join(home, `lienthong-postgres-${process.getuid?.() ?? 0}-${build}`);
  if (await isOurs(target)) return target;
  const fresh = await mkdtemp(`${target}-`);
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true, force: true });
  await makeLinks(fresh);
  await openForReading(fresh);
  try {
    await rename(fresh, target);
    return target;
  } catch {
    // Another process was faster, or the name is taken by somebody whose files we do not run.
    if (!(await isOurs(target))) return fresh;
    await rm(fresh, { recursive: true, force: true });
    return target;
  }
}

/** The temporary folder belongs to everybody: what is run from there must be ours and closed to others' writing. */
async function isOurs(target: string): Promise<boolean> {
  const found = await lstat(target).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === (process.getuid?.() ?? 0) && (found.mode & 0o022) === 0;
}

/** npm packages cannot hold links: their install script makes them, which `ignore-scripts` leaves out. */
async function makeLinks(root: string): Promise<void> {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(await readFile(list, 'utf8'));
  for (const link of Array.isArray(links) ? links : []) {
    const { source, target } = link as { source: string; target: string }; // the format of the package's own file
    const place = join(root, relative('native', target));
    if (await lstat(place).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), place);
  }
}

/** The clone may have been made under a strict umask. */
async function openForReading(root: string): Promise<void> {
  const ended = await run('chmod', ['-R', 'u+rwX,go+rX,go-w', root], undefined);
  if (ended.code !== 0) throw unusable(root, { reason: 'its rights cannot be changed', cause: ended.failure });
}
