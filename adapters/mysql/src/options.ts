import { type Login, type LoginInput, type LoginKind, loginOptions, readLogin, resolveAll } from '@lienthong/adapter-kit';
import { type ColumnPolicies, columnPolicies, type ZeroDates } from './column-policies.ts';

const kind: LoginKind = {
  example: 'mysql://user:password@host:3306/database',
  protocols: ['mysql:', 'mariadb:'],
  hostParameter: 'socket',
  defaultPort: 3306,
};

/**
 * `connectionString` is `mysql://user:password@host:port/database?sslmode=verify-full`; `host` may be the path of a Unix socket;
 * `database` is that of this source: others on the server are seen only where they are named.
 */
export interface MysqlInput extends LoginInput {
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

export interface MysqlOptions extends Login {
  readonly serverId: number;
  readonly columns: ColumnPolicies;
}

const known = { product: 'MySQL', names: new Set<string>([...loginOptions, 'serverId', 'storedText', 'zeroDates', 'durations']) };

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: MysqlInput): MysqlOptions {
  return resolveAll(input, known, (problems) => {
    const login = readLogin(input, kind, problems);
    return {
      ...login,
      serverId: serverIdOf(input.serverId ?? defaultServerId(login.database, login.user), problems),
      columns: columnPolicies(input, problems),
    };
  });
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
