import {
  flagOption,
  type Login,
  type LoginInput,
  type LoginKind,
  loginOptions,
  readLogin,
  resolveAll,
  textOption,
} from '@lienthong/adapter-kit';

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

const known = {
  product: 'PostgreSQL',
  names: new Set<string>([...loginOptions, 'slot', 'publication', 'createPublication', 'failoverSlot', 'storedText']),
};

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: PostgresInput): PostgresOptions {
  return resolveAll(input, known, (problems) => {
    const login = readLogin(input, kind, problems);
    return {
      ...login,
      slot: slotOf(input.slot ?? defaultSlot(login.database), problems),
      publication: textOption('publication', input.publication ?? 'lienthong', problems),
      createPublication: flagOption('createPublication', input.createPublication, true, problems),
      failoverSlot: flagOption('failoverSlot', input.failoverSlot, false, problems),
      storedText: flagOption('storedText', input.storedText, false, problems),
    };
  });
}

function slotOf(value: unknown, problems: string[]): string {
  if (typeof value === 'string' && /^[a-z0-9_]{1,63}$/.test(value)) return value;
  problems.push('slot must be 1 to 63 lower-case letters, digits and underscores');
  return '';
}

function defaultSlot(database: string): string {
  return `lienthong_${database.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
}
