import { type Login, type LoginInput, type LoginKind, loginOptions, readLogin, resolveAll } from '@lienthong/adapter-kit';
import { type Authentication, type AzureInput, authenticationOf } from './authentication.ts';
import { type ColumnPolicies, columnPolicies } from './column-policies.ts';

const kind: LoginKind = {
  example: 'sqlserver://user:password@host:1433/database',
  protocols: ['sqlserver:', 'mssql:'],
  hostParameter: 'host',
  defaultPort: 1433,
  // Who logs in with a token of Azure has no user here; authentication.ts asks for the others.
  anonymous: true,
};

/** `connectionString` is `sqlserver://user:password@host:1433/database?sslmode=verify-full`. */
export interface SqlserverInput extends LoginInput {
  /** A named instance, in place of a port: its port is asked of the SQL Server Browser (UDP 1434). */
  readonly instance?: string;
  /** The Windows domain of `user`: then the login is by NTLM. */
  readonly domain?: string;
  /** A login by Microsoft Entra ID, in place of user and password. */
  readonly azure?: AzureInput;
  /** `read-only` is sent to a readable secondary of an availability group; it has no changes. Default `read-write`. */
  readonly applicationIntent?: 'read-write' | 'read-only';
  /** How changes are followed; `auto`, the default, is Change Tracking where the database has it, else CDC. */
  readonly changes?: 'auto' | 'change-tracking' | 'cdc';
  /**
   * Texts of `char`, `varchar` and `text` come as the bytes that are stored, not as what the code page of their collation makes of them:
   * for columns in which programs kept TCVN3, VNI or VPS. `true` is every such column; else their names, `schema.table.column`.
   */
  readonly storedText?: boolean | readonly string[];
}

export interface SqlserverOptions extends Omit<Login, 'user' | 'password'> {
  readonly instance: string | undefined;
  readonly authentication: Authentication;
  readonly readOnlyIntent: boolean;
  readonly changes: 'auto' | 'change-tracking' | 'cdc';
  readonly columns: ColumnPolicies;
}

const known = {
  product: 'SQL Server',
  names: new Set<string>([...loginOptions, 'instance', 'domain', 'azure', 'applicationIntent', 'changes', 'storedText']),
};

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: SqlserverInput): SqlserverOptions {
  return resolveAll(input, known, (problems) => {
    const { user, password, ...place } = readLogin(input, kind, problems);
    return {
      ...place,
      instance: instanceOf(input, problems),
      authentication: authenticationOf({ user, password, domain: input.domain, azure: input.azure }, problems),
      readOnlyIntent: intentOf(input.applicationIntent, problems),
      changes: changesOf(input.changes ?? 'auto', problems),
      columns: columnPolicies(input.storedText, problems),
    };
  });
}

function instanceOf({ instance, port }: SqlserverInput, problems: string[]): string | undefined {
  if (instance === undefined) return undefined;
  if (typeof instance !== 'string' || instance === '') problems.push('instance must be a text that is not empty');
  if (port !== undefined) problems.push('instance and port exclude each other: the instance says its port');
  return instance;
}

function intentOf(value: unknown, problems: string[]): boolean {
  if (value !== undefined && value !== 'read-write' && value !== 'read-only') {
    problems.push('applicationIntent must be read-write or read-only');
  }
  return value === 'read-only';
}

function changesOf(value: unknown, problems: string[]): SqlserverOptions['changes'] {
  if (value === 'auto' || value === 'change-tracking' || value === 'cdc') return value;
  problems.push('changes must be auto, change-tracking or cdc');
  return 'auto';
}
