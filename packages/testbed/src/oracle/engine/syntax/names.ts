import type { Cursor } from './cursor.ts';

/** Names within parentheses. */
export function parseNames(cursor: Cursor): readonly string[] {
  cursor.expect('(');
  const names: string[] = [];
  do names.push(cursor.name());
  while (cursor.accept(','));
  cursor.expect(')');
  return names;
}
