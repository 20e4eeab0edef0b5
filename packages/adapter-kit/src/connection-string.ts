import { reveal, type Secret, secret } from '@lienthong/core';

/** How a product's connection strings look. */
export interface ConnectionStringKind {
  /** A whole one, for people. */
  readonly example: string;
  /** As `URL.protocol` has them: the first is named first. */
  readonly protocols: readonly string[];
  /** The parameter that may name a Unix socket in place of a host. */
  readonly hostParameter: string;
}

/** What a connection string may say. */
export interface LoginDraft {
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  password?: Secret;
  sslmode?: string;
}

/** Fills `draft`; a problem names the part and never shows the string, which holds a password. */
export function applyConnectionString(
  draft: LoginDraft,
  input: string | Secret | undefined,
  { example, protocols, hostParameter }: ConnectionStringKind,
  problems: string[],
): void {
  if (input === undefined) return;
  const text = reveal(input);
  if (!URL.canParse(text)) {
    problems.push(`connectionString is no URL such as ${example}`);
    return;
  }
  const url = new URL(text);
  if (!protocols.includes(url.protocol))
    problems.push(`connectionString must begin with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
  const part = (name: string, value: string): string => {
    try {
      return decodeURIComponent(value);
    } catch {
      problems.push(`connectionString has a ${name} with a wrong percent escape`);
      return '';
    }
  };
  if (url.hostname !== '') draft.host = part('host', url.hostname).replace(/^\[(.*)\]$/, '$1');
  if (url.port !== '') draft.port = Number(url.port);
  if (url.pathname.length > 1) draft.database = part('database', url.pathname.slice(1));
  if (url.username !== '') draft.user = part('user', url.username);
  if (url.password !== '') draft.password = secret(part('password', url.password));
  for (const [name, value] of url.searchParams) {
    if (name === 'sslmode') draft.sslmode = value;
    else if (name === hostParameter) draft.host = value;
    else problems.push(`connectionString has the parameter ${name}, which is not supported: only sslmode and ${hostParameter} are`);
  }
}
