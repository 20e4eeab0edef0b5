import type { KeyColumn } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** `(a asc, b desc)` */
export function parseKeyColumns(cursor: Cursor): readonly KeyColumn[] {
  const columns: KeyColumn[] = [];
  cursor.expect('(');
  do {
    const name = cursor.name();
    const descending = cursor.accept('desc');
    if (!descending) cursor.accept('asc');
    columns.push({ name, descending });
  } while (cursor.accept(','));
  cursor.expect(')');
  return columns;
}

/** `with (fillfactor = 90, …)`: how an index is stored, which nothing here depends on. */
export function parseIndexOptions(cursor: Cursor): void {
  if (!cursor.at('with', '(')) return;
  while (!cursor.accept(')')) {
    if (cursor.peek().kind === 'end') cursor.refuse();
    cursor.next();
  }
}
