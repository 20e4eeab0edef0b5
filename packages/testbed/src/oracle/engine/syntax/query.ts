import type { Expression, Lock, Query, QueryBody, Select, SelectItem } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseNames } from './names.ts';
import { parseOrder } from './order.ts';
import { parseSources } from './sources.ts';

export function parseQuery(cursor: Cursor): Query {
  const tables: { name: string; columns: readonly string[]; query: Query }[] = [];
  if (cursor.accept('WITH')) {
    do {
      const name = cursor.name();
      const columns = cursor.is('(') ? parseNames(cursor) : [];
      cursor.expect('AS', '(');
      const query = parseQuery(cursor);
      cursor.expect(')');
      tables.push({ name, columns, query });
    } while (cursor.accept(','));
  }
  const body = operations(cursor);
  const orderBy = cursor.is('ORDER') ? parseOrder(cursor) : [];
  return { with: tables, body, orderBy, ...limits(cursor), lock: parseLock(cursor) };
}

function limits(cursor: Cursor): Pick<Query, 'offset' | 'fetch'> {
  let offset: Expression | undefined;
  if (cursor.accept('OFFSET')) {
    offset = cursor.grammar.expression(cursor);
    if (!cursor.accept('ROWS')) cursor.expect('ROW');
  }
  if (!cursor.accept('FETCH')) return { offset, fetch: undefined };
  if (!cursor.accept('FIRST')) cursor.expect('NEXT');
  const count: Expression = cursor.is('ROW') || cursor.is('ROWS') ? { kind: 'number', text: '1' } : cursor.grammar.expression(cursor);
  if (!cursor.accept('ROWS')) cursor.expect('ROW');
  const withTies = cursor.accept('WITH', 'TIES');
  if (!withTies) cursor.expect('ONLY');
  return { offset, fetch: { count, withTies } };
}

function parseLock(cursor: Cursor): Lock | undefined {
  if (!cursor.is('FOR', 'UPDATE')) return undefined;
  cursor.expect('FOR', 'UPDATE');
  if (cursor.accept('OF'))
    do cursor.path();
    while (cursor.accept(','));
  if (cursor.accept('NOWAIT')) return { wait: 'nowait', seconds: undefined };
  if (cursor.accept('SKIP', 'LOCKED')) return { wait: 'skip', seconds: undefined };
  return { wait: 'wait', seconds: cursor.accept('WAIT') ? cursor.integer() : undefined };
}

function operations(cursor: Cursor): QueryBody {
  let left = part(cursor);
  for (;;) {
    const kind = cursor.accept('UNION', 'ALL')
      ? 'union all'
      : cursor.accept('UNION')
        ? 'union'
        : cursor.accept('MINUS')
          ? 'minus'
          : cursor.accept('INTERSECT')
            ? 'intersect'
            : undefined;
    if (kind === undefined) return left;
    left = { kind, left, right: part(cursor) };
  }
}

function part(cursor: Cursor): QueryBody {
  if (cursor.accept('(')) {
    const query = parseQuery(cursor);
    cursor.expect(')');
    return { kind: 'nested', query };
  }
  return parseSelect(cursor);
}

function parseSelect(cursor: Cursor): Select {
  const { at } = cursor;
  if (!cursor.accept('SELECT')) return cursor.fail(928, 'missing SELECT keyword');
  const distinct = cursor.accept('DISTINCT') || cursor.accept('UNIQUE');
  if (!distinct) cursor.accept('ALL');
  const items: SelectItem[] = [];
  do items.push(parseItem(cursor));
  while (cursor.accept(','));
  // `select … into` is PL/SQL's, and blocks cut it out before.
  const hasFrom = cursor.accept('FROM');
  if (!hasFrom && cursor.major < 23) cursor.fail(923, 'FROM keyword not found where expected');
  const from = hasFrom ? parseSources(cursor) : [];
  const where = cursor.accept('WHERE') ? cursor.grammar.condition(cursor) : undefined;
  const levels = cursor.accept('CONNECT') ? parseLevels(cursor) : undefined;
  const groupBy: Expression[] = [];
  if (cursor.accept('GROUP')) {
    cursor.expect('BY');
    do groupBy.push(cursor.grammar.expression(cursor));
    while (cursor.accept(','));
  }
  const having = cursor.accept('HAVING') ? cursor.grammar.condition(cursor) : undefined;
  return { kind: 'select', distinct, items, from, where, levels, groupBy, having, at };
}

/** Of hierarchies only the generator of numbers: `connect by level <= n`. */
function parseLevels(cursor: Cursor): Expression {
  cursor.expect('BY');
  if (!cursor.accept('LEVEL', '<=')) cursor.fail(3001, 'unimplemented feature: hierarchies other than CONNECT BY LEVEL <= n');
  return cursor.grammar.expression(cursor);
}

function parseItem(cursor: Cursor): SelectItem {
  if (cursor.accept('*')) return { kind: 'star', of: undefined };
  const start = cursor.position;
  if (cursor.isName()) {
    const parts = [cursor.next().text];
    while (cursor.is('.') && cursor.peek(1).text !== '*') {
      cursor.next();
      parts.push(cursor.next().text);
    }
    if (cursor.accept('.', '*')) return { kind: 'star', of: { parts, at: cursor.at } };
    cursor.back(start);
  }
  const value = cursor.grammar.expression(cursor);
  const text = cursor.textFrom(start);
  if (cursor.accept('AS')) return { kind: 'value', value, alias: aliasName(cursor), text };
  return { kind: 'value', value, alias: cursor.isName() && !cursor.is('BULK', 'COLLECT') ? cursor.name() : undefined, text };
}

function aliasName(cursor: Cursor): string {
  return cursor.isName() ? cursor.name() : cursor.fail(923, 'FROM keyword not found where expected');
}
