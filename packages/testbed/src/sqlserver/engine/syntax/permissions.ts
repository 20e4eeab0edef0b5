import type { Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseName } from './names.ts';

type Grant = Extract<Statement, { kind: 'grant' }>;

/** `grant select, view change tracking on [schema::]x to y`, `deny`, `revoke`. */
export function parseGrant(cursor: Cursor, line: number): Statement {
  const action = cursor.next().text.toLowerCase() as Grant['action'];
  const permissions: string[] = [];
  do permissions.push(parsePermission(cursor));
  while (cursor.accept(','));
  const on = cursor.accept('on') ? parseSecurable(cursor) : undefined;
  if (!cursor.accept('to') && !(action === 'revoke' && cursor.accept('from'))) cursor.refuse();
  const to = [cursor.name()];
  while (cursor.accept(',')) to.push(cursor.name());
  return { kind: 'grant', action, permissions, on, to, line };
}

function parsePermission(cursor: Cursor): string {
  const words: string[] = [];
  while (!cursor.at(',') && !cursor.at('on') && !cursor.at('to') && !cursor.at('from')) {
    if (cursor.peek().kind !== 'word') cursor.refuse();
    words.push(cursor.next().text.toUpperCase());
  }
  return words.length === 0 ? cursor.refuse() : words.join(' ');
}

function parseSecurable(cursor: Cursor): Grant['on'] {
  const kind = (['object', 'schema', 'database'] as const).find((word) => cursor.accept(word, '::')) ?? 'object';
  return { class: kind, name: parseName(cursor) };
}
