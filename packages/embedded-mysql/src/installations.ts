import { existsSync } from 'node:fs';
import { fetchedMysql } from './debian-mysql.ts';
import { run } from './run.ts';

const products = ['MariaDB', 'MySQL'] as const;
export type MysqlProduct = (typeof products)[number];

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

/** The product on this machine; MySQL of Debian unstable is fetched into a folder of its own where there is none and that is possible. */
export async function findMysql(product: MysqlProduct): Promise<MysqlInstallation | undefined> {
  return (await installed(product)) ?? (product === 'MySQL' ? (await debianMysql()).installation : undefined);
}

/** Why the product is not here and how to get it: `MariaDB: apt-get install …`; undefined where it is here. */
export async function lackOfMysql(product: MysqlProduct): Promise<string | undefined> {
  if ((await installed(product)) !== undefined) return undefined;
  if (product === 'MariaDB') return 'MariaDB: apt-get install mariadb-server-core mariadb-client-core';
  const { installation, reason } = await debianMysql();
  return installation === undefined ? `MySQL: ${reason}` : undefined;
}

/** MariaDB and MySQL, as far as `findMysql` finds them. */
export async function listMysqlInstallations(): Promise<readonly MysqlInstallation[]> {
  const found = await Promise.all(products.map(findMysql));
  return found.filter((one) => one !== undefined);
}

/** Which servers are not here, and why: for tests that are skipped by name. */
export async function missingMysql(): Promise<readonly string[]> {
  const missing = await Promise.all(products.map(lackOfMysql));
  return missing.filter((one) => one !== undefined);
}

async function installed(product: MysqlProduct): Promise<MysqlInstallation | undefined> {
  const name = product === 'MariaDB' ? 'mariadbd' : 'mysqld';
  for (const folder of folders) {
    const path = `${folder}/${name}`;
    if (!existsSync(path)) continue;
    const found = await versionOf([path], product);
    if (found === undefined) continue;
    const install = product === 'MariaDB' ? findTool('mariadb-install-db') : undefined;
    // Which asks another program, of another package.
    if (product === 'MariaDB' && (install === undefined || findTool('my_print_defaults') === undefined)) continue;
    return { product, version: found, program: [path], parameters: [], install };
  }
  return undefined;
}

function findTool(name: string): string | undefined {
  return folders.map((place) => `${place}/${name}`).find((place) => existsSync(place));
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
