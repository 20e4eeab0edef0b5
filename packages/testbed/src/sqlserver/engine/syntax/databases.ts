import type { Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** `alter database x set …`, behind the words `alter database`. */
export function parseAlterDatabase(cursor: Cursor, line: number): Statement {
  const named = cursor.name();
  const database = named.toLowerCase() === 'current' ? undefined : named;
  if (cursor.accept('collate'))
    return { kind: 'alterDatabase', database, option: 'collate', value: cursor.name(), settings: new Map(), line };
  cursor.expect('set');
  const option = cursor.name().toLowerCase();
  const value = cursor.accept('=') || cursor.at('on') || cursor.at('off') ? cursor.next().text.toLowerCase() : '';
  const settings = cursor.accept('(') ? parseSettings(cursor) : new Map<string, string>();
  if (cursor.accept('with', 'rollback', 'immediate') || cursor.accept('with', 'no_wait')) {
    // How the others are ended; nobody has to be, here.
  }
  return { kind: 'alterDatabase', database, option, value, settings, line };
}

function parseSettings(cursor: Cursor): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  do {
    const name = cursor.name().toLowerCase();
    cursor.expect('=');
    const words: string[] = [];
    while (!cursor.at(',') && !cursor.at(')')) {
      if (cursor.peek().kind === 'end') cursor.refuse();
      words.push(cursor.next().text.toLowerCase());
    }
    settings.set(name, words.join(' '));
  } while (cursor.accept(','));
  cursor.expect(')');
  return settings;
}
