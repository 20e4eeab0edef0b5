import type { Name, TypeName } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** A name of several parts; `sys.fn_x(…)` and `f(…)` are calls. */
export function parseName(cursor: Cursor): Name {
  const { line } = cursor;
  const parts = [cursor.name()];
  while (cursor.at('.')) {
    cursor.next();
    parts.push(cursor.at('.') ? '' : cursor.name());
  }
  return { parts, line };
}

export function parseType(cursor: Cursor): TypeName {
  const { line } = cursor;
  const { parts } = parseName(cursor);
  const name = (parts[parts.length - 1] ?? '').toLowerCase();
  const list: (number | 'max')[] = [];
  if (cursor.accept('(')) {
    do list.push(cursor.accept('max') ? 'max' : cursor.integer());
    while (cursor.accept(','));
    cursor.expect(')');
  }
  // The two words of the standard: `double precision`.
  if (name === 'double' && cursor.accept('precision')) return { name: 'float', arguments: [], line };
  return { name, arguments: list, line };
}

/** `(a, b)`, or nothing. */
export function parseColumnNames(cursor: Cursor): readonly string[] {
  if (!cursor.accept('(')) return [];
  const names = [cursor.name()];
  while (cursor.accept(',')) names.push(cursor.name());
  cursor.expect(')');
  return names;
}

/** `as x`, `as 'x'` or `x`. */
export function parseAlias(cursor: Cursor): string | undefined {
  if (cursor.accept('as')) return cursor.peek().kind === 'string' ? cursor.string() : cursor.name();
  return cursor.atName() && !cursor.at('option') && !cursor.at('offset') ? cursor.name() : undefined;
}
