import { existsSync } from 'node:fs';
import { fetchedMysql } from './debian-mysql.ts';
import { run } from './run.ts';

export type MysqlProduct = 'MySQL' | 'MariaDB';

/** A server that can be started on this machine. */
export interface MysqlInstallation {
  readonly product: MysqlProduct;
  /** `10.11.18` */
  readonly version: string;
  /** What to run, and what stands before the server's own parameters. */
  readonly program: readonly [string, ...string[]];
  /** Parameters without which this build finds nothing of its own. */
  readonly parameters: readonly string[];
  /** MariaDB's script that makes a data directory; MySQL does it itself. */
  readonly install: string | undefined;
}

const folders = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/usr/local/mysql/bin', '/opt/homebrew/bin', '/usr/local/sbin'];

/** MariaDB and MySQL of this machine, and MySQL of Debian unstable, which is fetched into a folder of its own where that is possible. */
export async function listMysqlInstallations(): Promise<readonly MysqlInstallation[]> {
  const mariadb = await installed('mariadbd', 'MariaDB');
  const mysql = (await installed('mysqld', 'MySQL')) ?? (await debianMysql()).installation;
  return [mariadb, mysql].filter((found) => found !== undefined);
}

/** Which servers are not here, and why: for tests that are skipped by name. */
export async function missingMysql(): Promise<readonly string[]> {
  const missing: string[] = [];
  if ((await installed('mariadbd', 'MariaDB')) === undefined) missing.push('MariaDB: apt-get install mariadb-server-core');
  if ((await installed('mysqld', 'MySQL')) === undefined) {
    const { installation, reason } = await debianMysql();
    if (installation === undefined) missing.push(`MySQL: ${reason}`);
  }
  return missing;
}

async function installed(name: string, product: MysqlProduct): Promise<MysqlInstallation | undefined> {
  for (const folder of folders) {
    const path = `${folder}/${name}`;
    if (!existsSync(path)) continue;
    const found = await versionOf([path], product);
    if (found === undefined) continue;
    const install =
      product === 'MariaDB' ? folders.map((place) => `${place}/mariadb-install-db`).find((place) => existsSync(place)) : undefined;
    if (product === 'MariaDB' && install === undefined) continue;
    return { product, version: found, program: [path], parameters: [], install };
  }
  return undefined;
}

async function versionOf(program: readonly [string, ...string[]], product: MysqlProduct): Promise<string | undefined> {
  const [file, ...before] = program;
  const { code, output } = await run(file, [...before, '--no-defaults', '--version']);
  const version = /Ver (\d+\.\d+\.\d+)/.exec(output)?.[1];
  return code === 0 && /mariadb/i.test(output) === (product === 'MariaDB') ? version : undefined;
}

/** Debian's current MySQL, wherever its libraries lie. */
async function debianMysql(): Promise<{ readonly installation?: MysqlInstallation; readonly reason: string }> {
  const fetched = await fetchedMysql();
  if ('reason' in fetched) return fetched;
  const usr = `${fetched.root}/usr`;
  const program = [
    `${usr}/lib64/ld-linux-x86-64.so.2`,
    '--inhibit-cache',
    '--library-path',
    `${usr}/lib/x86_64-linux-gnu`,
    '--argv0',
    `${usr}/sbin/mysqld`,
    `${usr}/sbin/mysqld`,
  ] as const;
  const version = await versionOf([...program], 'MySQL');
  if (version === undefined) return { reason: 'the server of Debian unstable does not run here' };
  const parameters = [
    `--basedir=${usr}`,
    `--lc-messages-dir=${usr}/share/mysql`,
    `--character-sets-dir=${usr}/share/mysql/charsets`,
    `--plugin-dir=${usr}/lib/mysql/plugin`,
    '--secure-file-priv=NULL',
  ];
  return { installation: { product: 'MySQL', version, program: [...program], parameters, install: undefined }, reason: '' };
}
