import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { type Cluster, lastLines } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { program } from './installations.ts';
import { lockFile } from './leftover.ts';
import { childrenOf, isAlive, until } from './processes.ts';
import { answers } from './readiness.ts';
import { run, spawnOptions } from './run.ts';
import { watch } from './watchdog.ts';

/** A postmaster that takes connections. */
export interface ServerProcess {
  readonly pid: number;
  isRunning(): boolean;
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  /** SIGKILL to the postmaster and everyone it started, as when the machine fails. */
  kill(): Promise<void>;
}

/** Starts the postmaster and waits until it answers; throws `PORT_TAKEN` when another holds the port. */
export async function startServer(
  cluster: Cluster,
  binaries: Binaries,
  account: Account | undefined,
  port: number,
): Promise<ServerProcess> {
  const logStart = (await stat(cluster.log).catch(() => undefined))?.size ?? 0;
  const child = launch(cluster, binaries, account, port);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  if (child.pid !== undefined) {
    const watchdog = watch(child.pid, cluster.temporary ? cluster.directory : undefined);
    child.once('exit', () => watchdog.dismiss());
  }
  const ready = await until(async () => ended || (await isReady(cluster.data, child.pid, port)), 120_000);
  const pid = child.pid;
  if (!ready || ended || pid === undefined) {
    child.kill('SIGKILL');
    throw startFailure(port, (await readFile(cluster.log, 'utf8').catch(() => '')).slice(logStart));
  }
  const gone = (milliseconds: number): Promise<boolean> => until(() => ended, milliseconds);
  return {
    pid,
    isRunning: () => !ended,
    stop: async (mode) => {
      if (ended) return;
      await signalStop(child, mode, cluster, binaries);
      // A fast stop waits for replication clients to take the last byte; one that hangs must not hang us.
      if (await gone(mode === 'fast' ? 10_000 : 5_000)) return;
      child.kill('SIGQUIT');
      if (!(await gone(5_000))) await killAll(child, pid, gone);
    },
    kill: async () => {
      if (!ended) await killAll(child, pid, gone);
    },
  };
}

function launch(cluster: Cluster, binaries: Binaries, account: Account | undefined, port: number): ChildProcess {
  const log = openSync(cluster.log, 'a', 0o600);
  try {
    const child = spawn(program(binaries.path, 'postgres'), ['-D', cluster.data, '-p', String(port)], {
      ...spawnOptions(account),
      detached: true, // a Ctrl-C in our terminal is for us: the connector drains while the server still runs
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function isReady(data: string, pid: number | undefined, port: number): Promise<boolean> {
  const lock = await lockFile(data);
  // The lock file proves that it is our server and not another one which answers on that port.
  return lock !== undefined && lock.pid === pid && lock.port === port && lock.ready && (await answers(port));
}

async function signalStop(child: ChildProcess, mode: 'fast' | 'immediate', cluster: Cluster, binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') await run(program(binaries.path, 'pg_ctl'), ['stop', '-W', '-m', mode, '-D', cluster.data], undefined);
  else child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
}

async function killAll(child: ChildProcess, pid: number, gone: (milliseconds: number) => Promise<boolean>): Promise<void> {
  if (process.platform !== 'win32') child.kill('SIGSTOP'); // nobody is born while we count
  const family = childrenOf(pid);
  for (const member of family) {
    try {
      process.kill(member, 'SIGKILL');
    } catch {
      // it ended by itself in between
    }
  }
  child.kill('SIGKILL');
  await gone(10_000);
  // Their shared memory must be let go, or the next start is refused.
  await until(() => !family.some(isAlive), 10_000);
}

function startFailure(port: number, log: string): EmbeddedPostgresError {
  if (/could not bind|could not create any TCP\/IP/.test(log)) {
    return new EmbeddedPostgresError(
      'PORT_TAKEN',
      `Port ${port} of 127.0.0.1 is taken.`,
      'Choose another port, or leave the option "port" out.',
    );
  }
  return new EmbeddedPostgresError(
    'START_FAILED',
    `The PostgreSQL server did not start: ${lastLines(log)}`,
    'Read the end of server.log in its folder.',
  );
}
