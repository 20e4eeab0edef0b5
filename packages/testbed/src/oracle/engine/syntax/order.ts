import type { OrderItem } from './ast.ts';
import type { Cursor } from './cursor.ts';

export function parseOrder(cursor: Cursor): readonly OrderItem[] {
  cursor.expect('ORDER', 'BY');
  const items: OrderItem[] = [];
  do {
    const value = cursor.grammar.expression(cursor);
    const descending = cursor.accept('DESC');
    if (!descending) cursor.accept('ASC');
    const nulls = cursor.accept('NULLS', 'FIRST') ? 'FIRST' : cursor.accept('NULLS', 'LAST') ? 'LAST' : undefined;
    items.push({ value, descending, nulls });
  } while (cursor.accept(','));
  return items;
}
