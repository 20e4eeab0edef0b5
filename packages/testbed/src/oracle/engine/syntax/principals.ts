import type { Cursor } from './cursor.ts';
import { parseNames } from './names.ts';
import type { Definition } from './statement-ast.ts';

export function parseUser(cursor: Cursor, kind: 'create user' | 'alter user'): Definition {
  const name = cursor.name();
  let password: string | undefined;
  let locked: boolean | undefined;
  let quota = false;
  while (cursor.peek().kind !== 'end' && !cursor.is(';')) {
    if (cursor.accept('IDENTIFIED', 'BY')) password = cursor.next().text;
    else if (cursor.accept('ACCOUNT')) locked = cursor.next().text === 'LOCK';
    else if (cursor.is('QUOTA')) {
      cursor.next();
      quota = true;
    } else cursor.next();
  }
  return { kind, name, password, locked, quota };
}

export function parseGrant(cursor: Cursor): Definition {
  const kind = cursor.accept('GRANT') ? 'grant' : 'revoke';
  if (kind === 'revoke') cursor.expect('REVOKE');
  const privileges: { name: string; columns: readonly string[] }[] = [];
  do {
    privileges.push({ name: privilege(cursor), columns: cursor.is('(') ? parseNames(cursor) : [] });
  } while (cursor.accept(','));
  const on = cursor.accept('ON') ? cursor.path() : undefined;
  cursor.expect(kind === 'grant' ? 'TO' : 'FROM');
  const to: string[] = [];
  do to.push(cursor.accept('PUBLIC') ? 'PUBLIC' : cursor.name());
  while (cursor.accept(','));
  const option = cursor.is('WITH');
  while (cursor.peek().kind !== 'end' && !cursor.is(';')) cursor.next();
  return { kind, privileges, on, to, option };
}

function privilege(cursor: Cursor): string {
  const words: string[] = [];
  while (['word', 'quoted'].includes(cursor.peek().kind) && !['ON', 'TO', 'FROM'].includes(cursor.peek().text))
    words.push(cursor.next().text);
  return words.length === 0 ? cursor.fail(990, 'missing or invalid privilege') : words.join(' ');
}
