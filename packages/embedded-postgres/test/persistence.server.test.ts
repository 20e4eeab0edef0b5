import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { listPostgresInstallations, startPostgres } from '../src/index.ts';
import { childrenOf, commandOf, isAlive, until } from '../src/processes.ts';

const packageFolder = join(import.meta.dirname, '..');
let compiled: string;
let parent: string;
let directory: string;

beforeAll(async () => {
  // Node 20 runs no TypeScript; inside node_modules the copy still finds the package with the server.
  await mkdir(join(packageFolder, 'node_modules', '.cache'), { recursive: true });
  compiled = await mkdtemp(join(packageFolder, 'node_modules', '.cache', 'owner-'));
  for (const folder of ['src', 'test']) {
    await mkdir(join(compiled, folder));
    for (const name of (await readdir(join(packageFolder, folder))).filter((file) => file.endsWith('.ts'))) {
      const text = await readFile(join(packageFolder, folder, name), 'utf8');
      const options = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022, rewriteRelativeImportExtensions: true };
      await writeFile(join(compiled, folder, name.replace(/\.ts$/, '.js')), transpileModule(text, { compilerOptions: options }).outputText);
    }
  }
});

afterAll(() => rm(compiled, { recursive: true, force: true }));

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lienthong-persistence-'));
  await chmod(parent, 0o755);
  directory = join(parent, 'platform');
});

afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

async function query(connectionString: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('keeps data and password in a directory of one’s own over stop and start', async () => {
  const first = await startPostgres({ directory });
  await query(first.connectionString, 'create table kept as select 42 as answer');
  await first.stop();
  expect(existsSync(first.directory)).toBe(true);
  await using second = await startPostgres({ directory });
  expect(second.password).toBe(first.password);
  expect(await query(second.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

it('refuses a directory that a living process uses, and names it', async () => {
  await using server = await startPostgres({ directory });
  await expect(startPostgres({ directory })).rejects.toMatchObject({
    code: 'DIRECTORY_IN_USE',
    message: expect.stringContaining(String(process.pid)),
  });
  expect(server.isRunning()).toBe(true);
});

it('refuses data of another major version, and names both', async () => {
  const [newest, other] = listPostgresInstallations();
  if (newest === undefined || other === undefined) return;
  await (await startPostgres({ directory, binaries: newest.binaries })).stop();
  await expect(startPostgres({ directory, binaries: other.binaries })).rejects.toMatchObject({ code: 'DIRECTORY_OF_OTHER_VERSION' });
});

it('writes no row value into its log when a statement fails', async () => {
  await using server = await startPostgres({ directory });
  await query(server.connectionString, 'create table person (id text primary key)');
  await query(server.connectionString, "insert into person values ('canary-0912')");
  await expect(query(server.connectionString, "insert into person values ('canary-0912')")).rejects.toMatchObject({ code: '23505' });
  const log = await readFile(join(server.directory, 'server.log'), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('canary');
});

/** What the process of own-a-server.ts says about its server. */
interface Owned {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly directory: string;
}

function ownInAnotherProcess(...parameters: readonly string[]): Promise<Owned> {
  const child = spawn(process.execPath, [join(compiled, 'test', 'own-a-server.js'), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the owner ended early')));
    child.stdout.once('data', (line: Buffer) => {
      const said = JSON.parse(line.toString()) as { pid: number; directory: string }; // own-a-server.ts writes it
      resolve({ child, ...said });
    });
  });
}

it('ends the server and removes its temporary folder when its owner is killed with SIGKILL', async () => {
  const owned = await ownInAnotherProcess();
  expect(isAlive(owned.pid)).toBe(true);
  owned.child.kill('SIGKILL');
  expect(await until(() => !isAlive(owned.pid), 20_000)).toBe(true);
  expect(await until(() => !existsSync(owned.directory), 20_000)).toBe(true);
});

it('takes over a directory whose owner and watchdog were both killed', async () => {
  const owned = await ownInAnotherProcess(directory);
  await query(
    `postgresql://postgres:${(await readFile(join(directory, 'password'), 'utf8')).trim()}@127.0.0.1:${await portOf(directory)}/postgres`,
    'create table kept as select 7 as answer',
  );
  for (const child of childrenOf(owned.child.pid ?? 0)) if (commandOf(child).includes('watchdog')) process.kill(child, 'SIGKILL');
  owned.child.kill('SIGKILL');
  expect(await until(() => !isAlive(owned.child.pid ?? 0), 5_000)).toBe(true);
  expect(isAlive(owned.pid)).toBe(true);
  await using server = await startPostgres({ directory });
  expect(isAlive(owned.pid)).toBe(false);
  expect(await query(server.connectionString, 'select answer from kept')).toEqual([{ answer: 7 }]);
});

async function portOf(home: string): Promise<string> {
  return (await readFile(join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n')[3]?.trim() ?? '';
}
