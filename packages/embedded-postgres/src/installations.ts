import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** A PostgreSQL that can be started on this machine. */
export interface PostgresInstallation {
  /** Major version: '18'. */
  readonly version: string;
  /** The folder of `initdb` and `postgres`. */
  readonly binaries: string;
  readonly embedded: boolean;
}

/** Every PostgreSQL found here, the embedded one first: tests of an adapter run against each. */
export function listPostgresInstallations(): readonly PostgresInstallation[] {
  const embedded = findEmbedded();
  return [...(embedded === undefined ? [] : [embedded]), ...findInstalled()];
}

/** The server that came as an npm package. */
export function embeddedInstallation(): PostgresInstallation {
  const found = findEmbedded();
  if (found !== undefined) return found;
  throw new EmbeddedPostgresError(
    'BINARIES_MISSING',
    `The package ${packageName()} with the PostgreSQL server is not installed.`,
    'Install with optional dependencies on a supported platform, or name the bin folder of another PostgreSQL in the option "binaries".',
  );
}

const executable = process.platform === 'win32' ? '.exe' : '';

/** Full path of a program of an installation. */
export function program(binaries: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries, `${name}${executable}`);
}

function packageName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

function findEmbedded(): PostgresInstallation | undefined {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName());
  } catch {
    return undefined; // the platform has no such package, or optional dependencies were left out
  }
  const root = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = /"version":"(\d+)/.exec(JSON.stringify(manifest))?.[1] ?? '';
  const binaries = join(root, 'native', 'bin');
  return isComplete(binaries) ? { version, binaries, embedded: true } : undefined;
}

/** Where the packages of Debian, Red Hat and Homebrew put their versions. */
const homes = [
  { parent: '/usr/lib/postgresql', folder: /^(\d+)$/ },
  { parent: '/usr', folder: /^pgsql-(\d+)$/ },
  { parent: '/opt/homebrew/opt', folder: /^postgresql@(\d+)$/ },
  { parent: '/usr/local/opt', folder: /^postgresql@(\d+)$/ },
];

function findInstalled(): PostgresInstallation[] {
  return homes
    .flatMap(({ parent, folder }) =>
      entriesOf(parent).flatMap((name) => {
        const version = folder.exec(name)?.[1];
        return version === undefined ? [] : [{ version, binaries: join(parent, name, 'bin'), embedded: false }];
      }),
    )
    .filter(({ binaries }) => isComplete(binaries))
    .sort((left, right) => Number(right.version) - Number(left.version));
}

function isComplete(binaries: string): boolean {
  return existsSync(program(binaries, 'initdb')) && existsSync(program(binaries, 'postgres'));
}

function entriesOf(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}
