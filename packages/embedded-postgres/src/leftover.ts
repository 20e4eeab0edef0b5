import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { birthOf, commandOf, isAlive, until } from './processes.ts';

/** Notes who uses the folder, so that a later start can tell a living user from a crashed one. */
export async function claim(cluster: Cluster): Promise<void> {
  await writeFile(cluster.owner, JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) }), { mode: 0o600 });
}

/** Takes the note away. */
export async function release(cluster: Cluster): Promise<void> {
  await rm(cluster.owner, { force: true });
}

/** Stops a server that a crashed process left in this folder; refuses when its owner lives. */
export async function stopLeftover(cluster: Cluster): Promise<void> {
  const pid = await serverPid(cluster.data);
  if (pid === undefined || !isAlive(pid) || !isServerOf(pid, cluster.data)) return;
  const owner = await livingOwner(cluster.owner);
  if (owner !== undefined) {
    throw new EmbeddedPostgresError(
      'DIRECTORY_IN_USE',
      `The folder ${cluster.directory} is used by process ${owner}.`,
      'Stop that process first, or choose another folder.',
    );
  }
  process.kill(pid, 'SIGINT');
  if (await until(() => !isAlive(pid), 10_000)) return;
  process.kill(pid, 'SIGQUIT');
  await until(() => !isAlive(pid), 5_000);
}

/** What the server's own lock file says: pid, port and state; undefined without a complete file. */
export async function lockFile(
  data: string,
): Promise<{ readonly pid: number; readonly port: number; readonly ready: boolean } | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7] === 'ready' } : undefined;
}

async function serverPid(data: string): Promise<number | undefined> {
  return (await lockFile(data))?.pid;
}

/** The number may have gone to another program since. */
function isServerOf(pid: number, data: string): boolean {
  const command = commandOf(pid);
  return process.platform === 'win32' || (command.includes('postgres') && command.includes(data));
}

async function livingOwner(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const owner = JSON.parse(text) as { pid?: number; birth?: string }; // we wrote it
  if (owner.pid === undefined || !isAlive(owner.pid)) return undefined;
  return owner.birth === birthOf(owner.pid) ? owner.pid : undefined;
}
