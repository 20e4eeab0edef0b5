import { reveal, type Secret, secret } from '@lienthong/core';

/** What a connection string may say. */
export interface Draft {
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  password?: Secret;
  sslmode?: string;
}

/** Fills `draft`; a problem names the part and never shows the string, which holds a password. */
export function applyConnectionString(draft: Draft, input: string | Secret | undefined, problems: string[]): void {
  if (input === undefined) return;
  const text = reveal(input);
  if (!URL.canParse(text)) {
    problems.push('connectionString is no URL such as mysql://user:password@host:3306/database');
    return;
  }
  const url = new URL(text);
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:') problems.push('connectionString must begin with mysql:// or mariadb://');
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
    else if (name === 'socket') draft.host = value;
    else problems.push(`connectionString has the parameter ${name}, which is not supported: only sslmode and socket are`);
  }
}
