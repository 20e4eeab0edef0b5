import { isSecret, LienThongError, type Secret, secret } from '@lienthong/core';
import { type ColumnPolicies, columnPolicies, type ZeroDates } from './column-policies.ts';
import { applyConnectionString, type Draft } from './connection-string.ts';

export interface TlsInput {
  /** `verify-full` (chain and host name, the default off the loopback), `require` (encrypted, not verified) or `disable`. */
  readonly mode?: 'verify-full' | 'require' | 'disable';
  /** PEM of the certificate authority, where the system's are not enough. */
  readonly ca?: string;
}

export interface MysqlInput {
  /** `mysql://user:password@host:port/database?sslmode=verify-full`; single options win over it. */
  readonly connectionString?: string | Secret;
  /** Host name, address, or the path of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  /** The database of this source; others on the server are seen only where they are named. */
  readonly database?: string;
  readonly user?: string;
  readonly password?: string | Secret;
  readonly ssl?: TlsInput;
  /** How we register as a replica: a number that no other replica of the server has. Default: one made from the database and the user. */
  readonly serverId?: number;
  /**
   * Texts come as the bytes that the columns store, not converted to UTF-8: for columns whose character set is not that of what
   * programs kept in them (TCVN3, VNI or VPS in `latin1`). `true` is every column; else their names, `database.table.column`.
   */
  readonly storedText?: boolean | readonly string[];
  /**
   * What becomes of dates that are none (`0000-00-00`, `2026-00-00`), by `database.table.column`: `refuse` (the default) rejects the
   * record, `null` drops the value, `text` gives the column as text as MySQL prints it.
   */
  readonly zeroDates?: Readonly<Record<string, ZeroDates>>;
  /** TIME columns, `database.table.column`, that hold spans (negative, beyond 24 hours) and not times of a day: they come as text. */
  readonly durations?: readonly string[];
}

export interface MysqlOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret | undefined;
  readonly tls: { readonly mode: 'verify-full' | 'require' | 'disable'; readonly ca: string | undefined };
  readonly serverId: number;
  readonly columns: ColumnPolicies;
}

const known = new Set([
  'connectionString',
  'host',
  'port',
  'database',
  'user',
  'password',
  'ssl',
  'serverId',
  'storedText',
  'zeroDates',
  'durations',
]);

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: MysqlInput): MysqlOptions {
  const problems: string[] = [];
  const draft: Draft = {};
  for (const name of Object.keys(input)) if (!known.has(name)) problems.push(`${name} is no option of the MySQL adapter`);
  applyConnectionString(draft, input.connectionString, problems);

  const host = text('host', input.host ?? draft.host ?? 'localhost', problems);
  const port = portOf(input.port ?? draft.port ?? 3306, problems);
  const database = text('database', input.database ?? draft.database, problems);
  const user = text('user', input.user ?? draft.user, problems);

  const options: MysqlOptions = {
    host,
    port,
    database,
    user,
    password: password(input.password ?? draft.password, problems),
    tls: tls(input.ssl, draft.sslmode, host, problems),
    serverId: serverIdOf(input.serverId ?? defaultServerId(database, user), problems),
    columns: columnPolicies(input, problems),
  };
  if (problems.length > 0) {
    throw new LienThongError('OPTIONS_INVALID', {
      message: `MySQL options: ${problems.join('; ')}`,
      remedy: 'Correct the options that the message names.',
      details: { problems },
    });
  }
  return options;
}

function text(name: string, value: unknown, problems: string[]): string {
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return value;
  problems.push(value === undefined ? `${name} is missing` : `${name} must be a text that is not empty`);
  return '';
}

function portOf(value: unknown, problems: string[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535) return value;
  problems.push('port must be a whole number from 1 to 65535');
  return 0;
}

function serverIdOf(value: unknown, problems: string[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 4_294_967_295) return value;
  problems.push('serverId must be a whole number from 1 to 4294967295');
  return 0;
}

/** Above the numbers that people give by hand. */
function defaultServerId(database: string, user: string): number {
  let hash = 0;
  for (const character of `${database}\0${user}`) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return 1_000_000_000 + (hash % 3_000_000_000);
}

function password(value: unknown, problems: string[]): Secret | undefined {
  if (value === undefined || isSecret(value)) return value;
  if (typeof value === 'string') return secret(value);
  problems.push('password must be a text or a secret');
  return undefined;
}

function tls(input: unknown, sslmode: string | undefined, host: string, problems: string[]): MysqlOptions['tls'] {
  const fallback = isLoopback(host) ? 'disable' : 'verify-full';
  const given: Record<string, unknown> = typeof input === 'object' && input !== null ? { ...input } : {};
  if (input !== undefined && (typeof input !== 'object' || input === null)) problems.push('ssl must be an object with mode and ca');
  const mode = given['mode'] ?? sslmode ?? fallback;
  const ca = given['ca'];
  if (ca !== undefined && typeof ca !== 'string') problems.push('ssl.ca must be the PEM text of certificates');
  if (mode === 'verify-full' || mode === 'require' || mode === 'disable') return { mode, ca: typeof ca === 'string' ? ca : undefined };
  problems.push('ssl.mode must be verify-full, require or disable');
  return { mode: 'verify-full', ca: undefined };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('/') || /^127\.\d+\.\d+\.\d+$/.test(host);
}
