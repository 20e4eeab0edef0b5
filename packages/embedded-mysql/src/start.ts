import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeDataDirectory } from './data-directory.ts';
import type { MysqlInstallation } from './installations.ts';
import { onPort, onSomePort, PortTaken } from './ports.ts';

export interface EmbeddedMysqlOptions {
  readonly installation: MysqlInstallation;
  /** Parameters of the server without their dashes, above our defaults; `undefined` takes a default away. */
  readonly settings?: Readonly<Record<string, string | undefined>>;
}

/** A real server on 127.0.0.1 that lives no longer than this process. */
export interface EmbeddedMysql extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** May do everything. */
  readonly user: string;
  readonly password: string;
  readonly directory: string;
  readonly installation: MysqlInstallation;
  /** Of the server's process. */
  readonly pid: number;
  isRunning(): boolean;
  /** SIGKILL, as in a crash; the data stay for `restart`. */
  kill(): Promise<void>;
  /** Stops in an orderly way and starts again: same port, same data; with other settings where they are given. */
  restart(settings?: Readonly<Record<string, string | undefined>>): Promise<void>;
  stop(): Promise<void>;
}

export async function startMysql({ installation, settings = {} }: EmbeddedMysqlOptions): Promise<EmbeddedMysql> {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-mysql-'));
  const password = randomBytes(18).toString('base64url');
  const user = 'administrator';
  const initialFile = join(directory, 'init.sql');
  await writeFile(
    initialFile,
    `CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO '${user}'@'%' WITH GRANT OPTION;\n`,
    { mode: 0o600 },
  );
  await mkdir(temporaryOf(directory));
  await makeDataDirectory(installation, join(directory, 'data'));
  let current = settings;
  const start = (port: number) => launch(installation, directory, port, current);
  const { port, ...first } = await onSomePort(start).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true });
    throw error;
  });
  let { server } = first;
  const stop = async () => {
    await end(server, 'SIGTERM');
    await rm(directory, { recursive: true, force: true });
  };
  return {
    host: '127.0.0.1',
    port,
    user,
    password,
    directory,
    installation,
    get pid() {
      return server.pid ?? 0;
    },
    isRunning: () => isRunning(server),
    kill: () => end(server, 'SIGKILL'),
    restart: async (other) => {
      if (other !== undefined) current = other;
      await end(server, 'SIGTERM');
      server = await onPort(port, start);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Of its own: MariaDB begins by deleting what any server has of temporary tables there. */
function temporaryOf(directory: string): string {
  return join(directory, 'tmp');
}

const startTimeoutMs = 90_000;

async function launch(
  installation: MysqlInstallation,
  directory: string,
  port: number,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<ChildProcess> {
  const [file, ...before] = installation.program;
  const parameters = Object.entries({ ...defaults(installation), ...settings }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}${value === '' ? '' : `=${value}`}`],
  );
  const logFile = join(directory, 'server.log');
  const socket = join(directory, 's');
  const log = openSync(logFile, 'a', 0o600);
  const { size } = fstatSync(log);
  const child = spawn(
    file,
    [
      ...before,
      '--no-defaults',
      ...installation.parameters,
      `--datadir=${join(directory, 'data')}`,
      `--socket=${socket}`,
      `--tmpdir=${temporaryOf(directory)}`,
      `--pid-file=${join(directory, 'pid')}`,
      `--init-file=${join(directory, 'init.sql')}`,
      `--port=${port}`,
      `--user=${userInfo().username}`,
      ...parameters,
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  child.unref();
  child.once('error', () => undefined);
  watch(child, directory);
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(socket))) {
    if (!isRunning(child) || Date.now() > deadline) {
      child.kill('SIGKILL');
      const said = (await readFile(logFile)).toString('utf8', size).trim();
      const message = `${installation.product} ${installation.version} did not start:\n${said.split('\n').slice(-6).join('\n')}`;
      throw said.includes('Address already in use') ? new PortTaken(message) : new Error(message);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return child;
}

function defaults({ product }: MysqlInstallation): Readonly<Record<string, string>> {
  return {
    'bind-address': '127.0.0.1',
    'skip-name-resolve': '',
    'log-bin': 'binlog',
    'server-id': '1',
    'binlog-format': 'ROW',
    'binlog-row-image': 'FULL',
    'binlog-row-metadata': 'FULL',
    'character-set-server': 'utf8mb4',
    'innodb-buffer-pool-size': '64M',
    'innodb-flush-log-at-trx-commit': '0',
    'sync-binlog': '0',
    'default-time-zone': '+07:00',
    ...(product === 'MySQL'
      ? { 'gtid-mode': 'ON', 'enforce-gtid-consistency': 'ON', mysqlx: 'OFF', 'innodb-doublewrite': 'OFF' }
      : { 'innodb-doublewrite': '0' }),
  };
}

// Its standard input is our end of a pipe: the system closes it even when we die by SIGKILL. A line means: nothing left to do.
const script = 'trap "" INT TERM HUP; if read -r dismissed; then exit 0; fi; kill -KILL "$1" 2>/dev/null; sleep 1; rm -rf "$2"';

function watch(child: ChildProcess, directory: string): void {
  if (child.pid === undefined) return;
  const shell = spawn('/bin/sh', ['-c', script, 'watchdog', String(child.pid), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.once('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  // The pipe alone must not keep our process alive; the types of Node do not say that it is a socket.
  (shell.stdin as unknown as { unref?: () => void }).unref?.();
  child.once('exit', () => void shell.stdin.end('dismissed\n'));
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(timer);
}

/**
 * A server says hello first: protocol version 10. By its socket, which is made behind its port: on the port somebody else may answer.
 */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const done = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('data', (greeting) => done(greeting[4] === 10));
  });
}
