import { type Login, type LoginInput, type LoginKind, loginOptions, readLogin, resolveAll, textOption } from '@lienthong/adapter-kit';
import { isSecret, type Secret, secret } from '@lienthong/core';
import { type ColumnPolicies, columnPolicies } from './column-policies.ts';

const kind: LoginKind = {
  example: 'oracle://user:password@host:1521/service',
  protocols: ['oracle:'],
  hostParameter: 'host',
  defaultPort: 1521,
};

/** `connectionString` is `oracle://user:password@host:1521/service?sslmode=verify-full`. */
export interface OracleInput extends LoginInput {
  /** The service that is called. Default: `database`. */
  readonly service?: string;
  /** The SID of an instance, in place of a service: old servers. */
  readonly sid?: string;
  /** A descriptor or a name that the driver resolves, in place of host, port and service: `(DESCRIPTION=…)`. */
  readonly connectString?: string;
  /** The service at which the log is read, where that is another container than the tables': that of the root before 21c. */
  readonly logService?: string;
  /** A name without schema belongs here. Default: the user, in capitals. */
  readonly schema?: string;
  /** A directory with `ewallet.pem`, for mutual TLS. */
  readonly walletLocation?: string;
  readonly walletPassword?: string | Secret;
  /** Oracle's own client libraries, for servers before 12.1: where they lie. */
  readonly thick?: { readonly libDir: string };
  /** How changes are followed; `auto`, the default, is LogMiner where the login may use it, else flashback version queries. */
  readonly changes?: 'auto' | 'logminer' | 'flashback';
  /**
   * Texts of `VARCHAR2` and `CHAR` come as the bytes that are stored, not as what the character set of the database makes of them: for
   * columns in which programs kept TCVN3, VNI or VPS. `true` is every such column; else their names, `schema.table.column`.
   */
  readonly storedText?: boolean | readonly string[];
}

/** What is called, and how. */
export type Place = { readonly kind: 'service' | 'sid'; readonly name: string } | { readonly kind: 'descriptor'; readonly text: string };

export interface OracleOptions extends Omit<Login, 'database'> {
  readonly place: Place;
  readonly logService: string | undefined;
  readonly schema: string;
  readonly wallet: { readonly location: string; readonly password: Secret | undefined } | undefined;
  readonly thickLibraries: string | undefined;
  readonly changes: 'auto' | 'logminer' | 'flashback';
  readonly columns: ColumnPolicies;
}

const own = [
  ...['service', 'sid', 'connectString', 'logService', 'schema', 'walletLocation', 'walletPassword'],
  ...['thick', 'changes', 'storedText'],
];
const known = { product: 'Oracle', names: new Set<string>([...loginOptions, ...own]) };

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: OracleInput): OracleOptions {
  return resolveAll(input, known, (problems) => {
    const called = input.connectString ?? input.sid ?? input.service;
    // The kit asks for a database, which here is one of the names of what is called.
    const login = input.database === undefined && called !== undefined ? { ...input, database: String(called) } : input;
    const { database, ...place } = readLogin(login, kind, problems);
    if (place.tls.ca !== undefined)
      problems.push('ssl.ca is not taken by the driver: put the authority into ewallet.pem and name it by walletLocation');
    return {
      ...place,
      place: placeOf(input, database, problems),
      logService: optionalText('logService', input.logService, problems),
      schema: optionalText('schema', input.schema, problems) ?? place.user.toUpperCase(),
      wallet: walletOf(input, problems),
      thickLibraries: input.thick === undefined ? undefined : textOption('thick.libDir', input.thick.libDir, problems),
      changes: changesOf(input.changes ?? 'auto', problems),
      columns: columnPolicies(input.storedText, problems),
    };
  });
}

function placeOf({ service, sid, connectString }: OracleInput, database: string, problems: string[]): Place {
  if ([service, sid, connectString].filter((one) => one !== undefined).length > 1) {
    problems.push('service, sid and connectString exclude one another');
  }
  const text = optionalText('connectString', connectString, problems);
  if (text !== undefined) return { kind: 'descriptor', text };
  const instance = optionalText('sid', sid, problems);
  if (instance !== undefined) return { kind: 'sid', name: nameOf('sid', instance, problems) };
  return { kind: 'service', name: nameOf('service', optionalText('service', service, problems) ?? database, problems) };
}

/** A name that could not end its part of a descriptor. */
function nameOf(option: string, name: string, problems: string[]): string {
  if (/[()=\s]/.test(name)) problems.push(`${option} must be a name: a descriptor is given as connectString`);
  return name;
}

function optionalText(name: string, value: unknown, problems: string[]): string | undefined {
  return value === undefined ? undefined : textOption(name, value, problems);
}

function walletOf({ walletLocation, walletPassword }: OracleInput, problems: string[]): OracleOptions['wallet'] {
  if (walletPassword !== undefined && typeof walletPassword !== 'string' && !isSecret(walletPassword)) {
    problems.push('walletPassword must be a text or a secret');
    return undefined;
  }
  const location = optionalText('walletLocation', walletLocation, problems);
  if (location === undefined) {
    if (walletPassword !== undefined) problems.push('walletPassword is of no use without walletLocation');
    return undefined;
  }
  return { location, password: typeof walletPassword === 'string' ? secret(walletPassword) : walletPassword };
}

function changesOf(value: unknown, problems: string[]): OracleOptions['changes'] {
  if (value === 'auto' || value === 'logminer' || value === 'flashback') return value;
  problems.push('changes must be auto, logminer or flashback');
  return 'auto';
}
