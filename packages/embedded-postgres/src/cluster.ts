import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Account, giveTo } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { program } from './installations.ts';
import { run } from './run.ts';

/** The files of one server: `data/`, `server.log`, `password`, `owner.json`. */
export interface Cluster {
  readonly directory: string;
  readonly data: string;
  readonly log: string;
  readonly owner: string;
  readonly password: string;
  readonly temporary: boolean;
}

/** Opens the folder and makes a new cluster in it if there is none. */
export async function openCluster(directory: string | undefined, binaries: Binaries, account: Account | undefined): Promise<Cluster> {
  const home = directory === undefined ? await temporaryHome(account) : await persistentHome(directory, account);
  const place = { directory: home, data: join(home, 'data'), log: join(home, 'server.log'), owner: join(home, 'owner.json') };
  const temporary = directory === undefined;
  if (existsSync(join(place.data, 'PG_VERSION'))) {
    await requireVersion(place.data, binaries);
    return { ...place, temporary, password: (await readFile(join(home, 'password'), 'utf8')).trim() };
  }
  try {
    return { ...place, temporary, password: await initialise(home, place.data, binaries, account) };
  } catch (error) {
    await rm(temporary ? home : place.data, { recursive: true, force: true });
    throw error;
  }
}

/** Writes the settings; `ALTER SYSTEM` still stands above them. */
export async function writeSettings(data: string, settings: Readonly<Record<string, string>>, account: Account | undefined): Promise<void> {
  const file = join(data, 'lienthong.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  await giveTo(account, file);
}

async function initialise(home: string, data: string, binaries: Binaries, account: Account | undefined): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(home, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await giveTo(account, passwordFile);
  await rm(data, { recursive: true, force: true }); // what an interrupted initdb left
  await mkdir(data, { mode: 0o700 });
  await giveTo(account, data);
  const parameters = [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-sync',
  ];
  const ended = await run(program(binaries.path, 'initdb'), [...parameters, ...locale(binaries)], account);
  if (ended.code !== 0) {
    throw new EmbeddedPostgresError(
      'INITDB_FAILED',
      `initdb could not make a cluster in ${data}: ${lastLines(ended.output)}`,
      'Check the free space and the rights of the folder.',
      ended.failure,
    );
  }
  await appendFile(join(data, 'postgresql.conf'), "\ninclude_if_exists = 'lienthong.conf'\n");
  return password;
}

/** Sorts by code point everywhere alike. ICU collations ("vi-x-icu") are in the catalogue besides, where the build has them. */
function locale(binaries: Binaries): readonly string[] {
  if (Number.parseInt(binaries.version, 10) >= 17) return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return [process.platform === 'linux' ? '--locale=C.UTF-8' : '--locale=C'];
}

async function temporaryHome(account: Account | undefined): Promise<string> {
  const home = await mkdtemp(join(await realpath(tmpdir()), 'lienthong-postgres-'));
  await giveTo(account, home);
  if (await isReachable(home, account)) return home;
  await rm(home, { recursive: true });
  const elsewhere = await mkdtemp('/tmp/lienthong-postgres-'); // TMPDIR points below a closed home
  await giveTo(account, elsewhere);
  return elsewhere;
}

async function persistentHome(directory: string, account: Account | undefined): Promise<string> {
  const home = resolve(directory);
  if (!existsSync(home)) {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await giveTo(account, home);
  }
  if (await isReachable(home, account)) return realpath(home);
  throw new EmbeddedPostgresError(
    'DIRECTORY_UNREACHABLE',
    `The user "${account?.name ?? 'postgres'}", who runs the server because PostgreSQL refuses root, cannot enter ${home}.`,
    'Choose a folder outside a closed home, such as one below /var/lib, or run as an ordinary user.',
  );
}

async function isReachable(home: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true;
  return (await run('/bin/sh', ['-c', 'cd "$1"', 'sh', home], account)).code === 0;
}

async function requireVersion(data: string, binaries: Binaries): Promise<void> {
  const found = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  const wanted = String(Number.parseInt(binaries.version, 10));
  if (found === wanted) return;
  throw new EmbeddedPostgresError(
    'DIRECTORY_OF_OTHER_VERSION',
    `The folder ${data} was made by PostgreSQL ${found}; the programs here are ${binaries.version}.`,
    `Start it with "binaries" of PostgreSQL ${found}, or dump and restore it into a new folder.`,
  );
}

/** The end of a program's output, on one line. */
export function lastLines(output: string): string {
  return output.trim().split('\n').slice(-4).join(' | ').slice(-600);
}
