import { isSecret, type Secret, secret } from '@lienthong/core';
import { applyConnectionString, type ConnectionStringKind, type LoginDraft } from './connection-string.ts';

export interface TlsInput {
  /** `verify-full` (chain and host name, the default off the loopback), `require` (encrypted, not verified) or `disable`. */
  readonly mode?: 'verify-full' | 'require' | 'disable';
  /** PEM of the certificate authority, where the system's are not enough. */
  readonly ca?: string;
}

/** How a server that is reached by host and port is logged in to: the options that such adapters have in common. */
export interface LoginInput {
  /** Single options win over it. */
  readonly connectionString?: string | Secret;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string | Secret;
  readonly ssl?: TlsInput;
}

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret | undefined;
  readonly tls: { readonly mode: 'verify-full' | 'require' | 'disable'; readonly ca: string | undefined };
}

export interface LoginKind extends ConnectionStringKind {
  readonly defaultPort: number;
  /** Servers may run without accounts: without a user none is used, and `user` is the empty text. */
  readonly anonymous?: true;
}

/** The names of `LoginInput`. */
export const loginOptions = ['connectionString', 'host', 'port', 'database', 'user', 'password', 'ssl'] as const;

/** Applies defaults; every problem goes to `problems`, without any value. */
export function readLogin(input: LoginInput, kind: LoginKind, problems: string[]): Login {
  const draft: LoginDraft = {};
  applyConnectionString(draft, input.connectionString, kind, problems);
  const host = textOption('host', input.host ?? draft.host ?? 'localhost', problems);
  return {
    host,
    port: portOf(input.port ?? draft.port ?? kind.defaultPort, problems),
    database: textOption('database', input.database ?? draft.database, problems),
    user: userOf(input.user ?? draft.user, kind, problems),
    password: passwordOf(input.password ?? draft.password, problems),
    tls: tlsOf(input.ssl, draft.sslmode, host, problems),
  };
}

/** A text that is not empty; else a problem, and the empty text. */
export function textOption(name: string, value: unknown, problems: string[]): string {
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return value;
  problems.push(value === undefined ? `${name} is missing` : `${name} must be a text that is not empty`);
  return '';
}

function userOf(value: unknown, { anonymous }: LoginKind, problems: string[]): string {
  return value === undefined && anonymous === true ? '' : textOption('user', value, problems);
}

function portOf(value: unknown, problems: string[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535) return value;
  problems.push('port must be a whole number from 1 to 65535');
  return 0;
}

function passwordOf(value: unknown, problems: string[]): Secret | undefined {
  if (value === undefined || isSecret(value)) return value;
  if (typeof value === 'string') return secret(value);
  problems.push('password must be a text or a secret');
  return undefined;
}

function tlsOf(input: unknown, sslmode: string | undefined, host: string, problems: string[]): Login['tls'] {
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
