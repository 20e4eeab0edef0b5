import { isSecret, LienThongError, type Secret, secret } from '@lienthong/core';
import { applyConnectionString, type Draft } from './connection-string.ts';

export interface TlsInput {
  /** `verify-full` (chain and host name, the default off the loopback), `require` (encrypted, not verified) or `disable`. */
  readonly mode?: 'verify-full' | 'require' | 'disable';
  /** PEM of the certificate authority, where the system's are not enough. */
  readonly ca?: string;
}

export interface PostgresInput {
  /** `postgres://user:password@host:port/database?sslmode=verify-full`; single options win over it. */
  readonly connectionString?: string | Secret;
  /** Host name, address, or the directory of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string | Secret;
  readonly ssl?: TlsInput;
  /** Replication slot; slots are server-wide, so two connectors need two names. */
  readonly slot?: string;
  readonly publication?: string;
  /** Create the publication, or add tables to it, when they are missing. */
  readonly createPublication?: boolean;
  /** PostgreSQL 17 and later: the slot is synchronised to standbys and survives a failover. */
  readonly failoverSlot?: boolean;
  /**
   * Texts come as the bytes that the database stores, not converted to UTF-8: for a database whose encoding cannot explain them,
   * because programs kept TCVN3, VNI or VPS in it.
   */
  readonly storedText?: boolean;
}

export interface PostgresOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret | undefined;
  readonly tls: { readonly mode: 'verify-full' | 'require' | 'disable'; readonly ca: string | undefined };
  readonly slot: string;
  readonly publication: string;
  readonly createPublication: boolean;
  readonly failoverSlot: boolean;
  readonly storedText: boolean;
}

const known = new Set([
  'connectionString',
  'host',
  'port',
  'database',
  'user',
  'password',
  'ssl',
  'slot',
  'publication',
  'createPublication',
  'failoverSlot',
  'storedText',
]);

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: PostgresInput): PostgresOptions {
  const problems: string[] = [];
  const draft: Draft = {};
  for (const name of Object.keys(input)) if (!known.has(name)) problems.push(`${name} is no option of the PostgreSQL adapter`);
  applyConnectionString(draft, input.connectionString, problems);

  const host = text('host', input.host ?? draft.host ?? 'localhost', problems);
  const port = portOf(input.port ?? draft.port ?? 5432, problems);
  const database = text('database', input.database ?? draft.database, problems);
  const user = text('user', input.user ?? draft.user, problems);
  const slot = slotOf(input.slot ?? defaultSlot(database), problems);
  const publication = text('publication', input.publication ?? 'lienthong', problems);

  const options: PostgresOptions = {
    host,
    port,
    database,
    user,
    password: password(input.password ?? draft.password, problems),
    tls: tls(input.ssl, draft.sslmode, host, problems),
    slot,
    publication,
    createPublication: flag('createPublication', input.createPublication, true, problems),
    failoverSlot: flag('failoverSlot', input.failoverSlot, false, problems),
    storedText: flag('storedText', input.storedText, false, problems),
  };
  if (problems.length > 0) {
    throw new LienThongError('OPTIONS_INVALID', {
      message: `PostgreSQL options: ${problems.join('; ')}`,
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

function slotOf(value: unknown, problems: string[]): string {
  if (typeof value === 'string' && /^[a-z0-9_]{1,63}$/.test(value)) return value;
  problems.push('slot must be 1 to 63 lower-case letters, digits and underscores');
  return '';
}

function flag(name: string, value: unknown, fallback: boolean, problems: string[]): boolean {
  if (value === undefined) return fallback;
  if (typeof value === 'boolean') return value;
  problems.push(`${name} must be true or false`);
  return fallback;
}

function password(value: unknown, problems: string[]): Secret | undefined {
  if (value === undefined || isSecret(value)) return value;
  if (typeof value === 'string') return secret(value);
  problems.push('password must be a text or a secret');
  return undefined;
}

function tls(input: unknown, sslmode: string | undefined, host: string, problems: string[]): PostgresOptions['tls'] {
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

function defaultSlot(database: string): string {
  return `lienthong_${database.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
}
