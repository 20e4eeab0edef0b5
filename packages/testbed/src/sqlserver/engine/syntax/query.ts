import type { Expression, Query, QueryBody, Select, SelectItem, SetOperation, Top } from './ast.ts';
import { parseCondition } from './conditions.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseList, parseOrder } from './expressions.ts';
import { parseAlias, parseColumnNames, parseName } from './names.ts';
import { parseFrom } from './sources.ts';

/** A query with its order, up to `option (…)`. */
export function parseQuery(cursor: Cursor): Query {
  const commonTables = cursor.accept('with') ? parseCommonTables(cursor) : [];
  const body = parseBody(cursor);
  const orderBy = cursor.accept('order', 'by') ? parseOrder(cursor) : [];
  let offset: Expression | undefined;
  let fetch: Expression | undefined;
  if (orderBy.length > 0 && cursor.accept('offset')) {
    offset = parseExpression(cursor);
    if (!cursor.accept('rows')) cursor.expect('row');
    if (cursor.accept('fetch')) {
      if (!cursor.accept('next')) cursor.expect('first');
      fetch = parseExpression(cursor);
      if (!cursor.accept('rows')) cursor.expect('row');
      cursor.expect('only');
    }
  }
  parseOptions(cursor);
  return { kind: 'query', with: commonTables, body, orderBy, offset, fetch };
}

function parseCommonTables(cursor: Cursor): Query['with'] {
  const tables: { name: string; columns: readonly string[]; query: Query }[] = [];
  do {
    const name = cursor.name();
    const columns = parseColumnNames(cursor);
    cursor.expect('as', '(');
    tables.push({ name, columns, query: parseQuery(cursor) });
    cursor.expect(')');
  } while (cursor.accept(','));
  return tables;
}

function parseBody(cursor: Cursor): QueryBody {
  let left = parseTerm(cursor);
  for (;;) {
    const kind = setOperator(cursor);
    if (kind === undefined) return left;
    left = { kind, left, right: parseTerm(cursor) };
  }
}

function setOperator(cursor: Cursor): SetOperation['kind'] | undefined {
  if (cursor.accept('union', 'all')) return 'unionAll';
  if (cursor.accept('union')) return 'union';
  if (cursor.accept('except')) return 'except';
  return cursor.accept('intersect') ? 'intersect' : undefined;
}

function parseTerm(cursor: Cursor): QueryBody {
  if (!cursor.accept('(')) return parseSelect(cursor);
  const body = parseBody(cursor);
  cursor.expect(')');
  return body;
}

function parseSelect(cursor: Cursor): Select {
  cursor.expect('select');
  const distinct = cursor.accept('distinct');
  if (!distinct) cursor.accept('all');
  const top = parseTop(cursor);
  const items = [parseItem(cursor)];
  while (cursor.accept(',')) items.push(parseItem(cursor));
  const into = cursor.accept('into') ? parseName(cursor) : undefined;
  const from = cursor.accept('from') ? parseFrom(cursor) : [];
  const where = cursor.accept('where') ? parseCondition(cursor) : undefined;
  const groupBy = cursor.accept('group', 'by') ? parseList(cursor) : [];
  const having = cursor.accept('having') ? parseCondition(cursor) : undefined;
  return { kind: 'select', distinct, top, items, into, from, where, groupBy, having };
}

function parseTop(cursor: Cursor): Top | undefined {
  if (!cursor.accept('top')) return undefined;
  const count = parseTopCount(cursor);
  return { count, withTies: cursor.accept('with', 'ties') };
}

/** What follows `top`: `(expression)` or a number. */
export function parseTopCount(cursor: Cursor): Expression {
  if (!cursor.at('(')) return { kind: 'literal', type: { name: 'int' }, text: String(cursor.integer()) };
  cursor.expect('(');
  const count = parseExpression(cursor);
  cursor.expect(')');
  return count;
}

function parseItem(cursor: Cursor): SelectItem {
  const { line } = cursor;
  if (cursor.accept('*')) return { value: { kind: 'star', of: undefined, line }, alias: undefined, assigns: undefined };
  if (cursor.peek(1).text === '.' && cursor.peek(2).text === '*' && cursor.atName()) {
    const of = cursor.name();
    cursor.expect('.', '*');
    return { value: { kind: 'star', of, line }, alias: undefined, assigns: undefined };
  }
  if (cursor.peek().kind === 'variable' && cursor.peek(1).text === '=') {
    const assigns = cursor.next().text;
    cursor.expect('=');
    return { value: parseExpression(cursor), alias: undefined, assigns };
  }
  if (cursor.atName() && cursor.peek(1).text === '=' && cursor.peek(1).kind === 'operator') {
    const alias = cursor.name();
    cursor.expect('=');
    return { value: parseExpression(cursor), alias, assigns: undefined };
  }
  return { value: parseExpression(cursor), alias: parseAlias(cursor), assigns: undefined };
}

/** Hints that change how a statement runs and not what it gives. */
const options = ['recompile', 'maxdop', 'fast', 'optimize', 'force', 'loop', 'hash', 'merge', 'robust', 'keepfixed', 'maxrecursion'];

function parseOptions(cursor: Cursor): void {
  if (!cursor.accept('option')) return;
  cursor.expect('(');
  do {
    if (!options.some((option) => cursor.accept(option))) cursor.refuse();
    while (!cursor.at(',') && !cursor.at(')')) cursor.next();
  } while (cursor.accept(','));
  cursor.expect(')');
}
