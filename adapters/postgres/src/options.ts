import { LienThongError, type Login, type LoginInput, type LoginKind, loginOptions, readLogin, textOption } from '@lienthong/core';

const kind: LoginKind = {
  example: 'postgres://user:password@host:5432/database',
  protocols: ['postgres:', 'postgresql:'],
  hostParameter: 'host',
  defaultPort: 5432,
};

/** `connectionString` is `postgres://user:password@host:port/database?sslmode=verify-full`; `host` may be the directory of a Unix socket. */
export interface PostgresInput extends LoginInput {
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

export interface PostgresOptions extends Login {
  readonly slot: string;
  readonly publication: string;
  readonly createPublication: boolean;
  readonly failoverSlot: boolean;
  readonly storedText: boolean;
}

const known = new Set<string>([...loginOptions, 'slot', 'publication', 'createPublication', 'failoverSlot', 'storedText']);

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: PostgresInput): PostgresOptions {
  const problems: string[] = [];
  for (const name of Object.keys(input)) if (!known.has(name)) problems.push(`${name} is no option of the PostgreSQL adapter`);
  const login = readLogin(input, kind, problems);
  const slot = slotOf(input.slot ?? defaultSlot(login.database), problems);
  const publication = textOption('publication', input.publication ?? 'lienthong', problems);

  const options: PostgresOptions = {
    ...login,
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

function defaultSlot(database: string): string {
  return `lienthong_${database.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
}
