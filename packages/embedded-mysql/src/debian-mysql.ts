import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const tools = ['/usr/bin/apt-get', '/usr/bin/dpkg-deb', keyring];
/** After a failure nothing is tried for so long: a suite has many files. */
const patienceMs = 15 * 60_000;

export type FetchedMysql = { readonly root: string } | { readonly reason: string };

/**
 * Oracle's MySQL as Debian unstable has it, in a private folder with all its libraries: nothing of the system is touched. apt checks
 * the signatures. Fetched once; the folder may be removed at any time.
 */
export async function fetchedMysql(): Promise<FetchedMysql> {
  const home = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lienthong', 'debian-mysql');
  const root = join(home, 'root');
  if (existsSync(root)) return { root };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'it is fetched from Debian on Linux x64 only' };
  const lacking = tools.filter((tool) => !existsSync(tool));
  if (lacking.length > 0) return { reason: `it cannot be fetched without ${lacking.join(', ')}` };
  await mkdir(home, { recursive: true });
  const failed = join(home, 'failed');
  const failedAt = await stat(failed).catch(() => undefined);
  if (failedAt !== undefined && Date.now() - failedAt.mtimeMs < patienceMs)
    return { reason: 'it could not be fetched from Debian unstable' };
  const fresh = await mkdtemp(join(home, 'fetch-'));
  try {
    await download(fresh);
    await unpack(fresh);
    // Another process may have been faster: then its folder stays.
    await rename(join(fresh, 'root'), root).catch(() => undefined);
    return existsSync(root) ? { root } : { reason: 'its folder could not be put in place' };
  } catch (error) {
    await writeFile(failed, '');
    return { reason: `it could not be fetched from Debian unstable: ${error instanceof Error ? error.message : 'unknown'}` };
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Where this machine takes Debian's packages from. */
async function findMirror(): Promise<string> {
  const { output } = await run('/usr/bin/apt-get', ['indextargets', '--format', '$(SITE)', 'Created-By: Packages']);
  const site = output.split('\n').find((line) => /^https?:.*\/debian\/?$/.test(line));
  if (site === undefined) throw new Error('apt knows no mirror of Debian');
  return site;
}

async function download(place: string): Promise<void> {
  await mkdir(join(place, 'state', 'lists', 'partial'), { recursive: true });
  await mkdir(join(place, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(join(place, 'state', 'status'), '');
  await writeFile(join(place, 'sources.list'), `deb [signed-by=${keyring}] ${await findMirror()} unstable main\n`);
  const settings = {
    'Dir::Etc::SourceList': join(place, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State': join(place, 'state'),
    'Dir::State::Status': join(place, 'state', 'status'),
    'Dir::Cache': join(place, 'cache'),
    'APT::Sandbox::User': '',
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'Acquire::http::Timeout': '20',
    'Acquire::Retries': '1',
  };
  const file = join(place, 'apt.conf');
  await writeFile(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join(''),
  );
  const env = { ...process.env, APT_CONFIG: file };
  for (const parameters of [['update'], ['install', '--yes', '--download-only', '-o', 'Debug::NoLocking=true', 'mysql-server-core']]) {
    const { code, output } = await run('/usr/bin/apt-get', parameters, env);
    if (code !== 0) throw new Error(`apt-get ${parameters[0] ?? ''}: ${output.trim().split('\n').at(-1) ?? ''}`);
  }
}

/** Perl, which belongs to scripts beside the server, is left out. */
const unneeded = /^(?:perl|libperl|libgdbm|libdb5|gcc-|libc-gconv)/;

async function unpack(place: string): Promise<void> {
  const archives = join(place, 'cache', 'archives');
  const root = join(place, 'root');
  await mkdir(root);
  for (const name of await readdir(archives)) {
    if (!name.endsWith('.deb') || unneeded.test(name)) continue;
    const { code, output } = await run('/usr/bin/dpkg-deb', ['-x', join(archives, name), root]);
    if (code !== 0) throw new Error(`dpkg-deb: ${output.trim().split('\n').at(-1) ?? ''}`);
  }
}
