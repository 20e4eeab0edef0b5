import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from '@lienthong/testbed';

const run = promisify(execFile);

export interface MariaDb extends AsyncDisposable {
  /** Rows of the last statement, tab between columns. */
  execute(script: string): Promise<string>;
}

/** Whether a MariaDB server is installed on this machine, with what it takes to set it up and to talk to it. */
export async function hasMariaDb(): Promise<boolean> {
  try {
    await run('mariadbd', ['--no-defaults', '--version']);
    await run('my_print_defaults', ['--version']);
    await run('mariadb', ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** A server of our own in a folder of its own, reached by its socket only. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'mariadb-'));
  const data = join(folder, 'data');
  const socket = join(folder, 's');
  const user = userInfo().username;
  await run('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', `--user=${user}`]);
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      '--skip-networking',
      `--user=${user}`,
      `--pid-file=${join(folder, 'pid')}`,
    ],
    { stdio: 'ignore' },
  );
  const execute = (script: string) => feed(socket, script);
  await waitFor(
    () =>
      execute('SELECT 1').then(
        () => true,
        () => false,
      ),
    { what: 'MariaDB to answer', timeoutMs: 60_000 },
  );
  return {
    execute,
    async [Symbol.asyncDispose]() {
      await ended(server, () => server.kill('SIGTERM'));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function feed(socket: string, script: string): Promise<string> {
  const options = [
    '--no-defaults',
    `--socket=${socket}`,
    '--user=root',
    '--batch',
    '--skip-column-names',
    '--default-character-set=utf8mb4',
  ];
  const client = spawn('mariadb', options, { stdio: 'pipe' });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  client.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  client.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // A server that is not there yet closes the pipe before the script is in it.
  client.stdin.on('error', () => {});
  const code = await ended(client, () => client.stdin.end(script));
  if (code !== 0) throw new Error(Buffer.concat(errors).toString('utf8'));
  return Buffer.concat(out).toString('utf8');
}

function ended(child: ChildProcess, act: () => void): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
    act();
  });
}
