import type { Condition, Expression, Past, TableSource } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseNames } from './names.ts';

export function parseSources(cursor: Cursor): readonly TableSource[] {
  const list: TableSource[] = [];
  do list.push(parseJoins(cursor));
  while (cursor.accept(','));
  return list;
}

function parseJoins(cursor: Cursor): TableSource {
  let left = parseSource(cursor);
  for (;;) {
    const how = joinKind(cursor);
    if (how === undefined) return left;
    const right = parseSource(cursor);
    let on: Condition | undefined;
    let using: readonly string[] = [];
    if (how !== 'cross') {
      if (cursor.accept('USING')) using = parseNames(cursor);
      else {
        cursor.expect('ON');
        on = cursor.grammar.condition(cursor);
      }
    }
    left = { kind: 'join', how, left, right, on, using };
  }
}

function joinKind(cursor: Cursor): 'inner' | 'left' | 'right' | 'full' | 'cross' | undefined {
  if (cursor.accept('JOIN') || cursor.accept('INNER', 'JOIN')) return 'inner';
  if (cursor.accept('CROSS', 'JOIN')) return 'cross';
  for (const how of ['left', 'right', 'full'] as const) {
    const word = how.toUpperCase();
    if (cursor.accept(word, 'JOIN') || cursor.accept(word, 'OUTER', 'JOIN')) return how;
  }
  return undefined;
}

/** One table, view or query. */
export function parseSource(cursor: Cursor): TableSource {
  if (cursor.is('(')) {
    const isQuery = ['SELECT', 'WITH'].includes(cursor.peek(1).text);
    cursor.next();
    if (!isQuery) {
      const inner = parseJoins(cursor);
      cursor.expect(')');
      return inner;
    }
    const query = cursor.grammar.query(cursor);
    cursor.expect(')');
    return { kind: 'derived', query, alias: parseAlias(cursor) };
  }
  if (cursor.is('LATERAL')) cursor.fail(3001, 'unimplemented feature: LATERAL');
  if (!cursor.isName()) cursor.fail(903, 'invalid table name');
  const name = cursor.path();
  let partition: string | undefined;
  if (cursor.accept('PARTITION')) {
    cursor.expect('(');
    partition = cursor.name();
    cursor.expect(')');
  }
  const past = parsePast(cursor);
  return { kind: 'table', name, partition, past, alias: parseAlias(cursor) };
}

/** Words that are no reserved ones, and yet no alias where they stand. */
function parseAlias(cursor: Cursor): string | undefined {
  if (!cursor.isName()) return undefined;
  if (cursor.peek().kind === 'word') {
    if (cursor.is('JOIN') || cursor.is('USING')) return undefined;
    for (const how of ['INNER', 'CROSS', 'NATURAL']) if (cursor.is(how, 'JOIN')) return undefined;
    for (const how of ['LEFT', 'RIGHT', 'FULL']) if (cursor.is(how, 'JOIN') || cursor.is(how, 'OUTER')) return undefined;
    if (cursor.is('FETCH', 'FIRST') || cursor.is('FETCH', 'NEXT') || (cursor.is('OFFSET') && cursor.peek(1).kind !== 'operator'))
      return undefined;
  }
  return cursor.name();
}

function parsePast(cursor: Cursor): Past | undefined {
  if (cursor.is('AS', 'OF')) {
    cursor.expect('AS', 'OF');
    return { kind: 'as of', by: parseBy(cursor), at: cursor.grammar.expression(cursor) };
  }
  if (!cursor.is('VERSIONS', 'BETWEEN')) return undefined;
  cursor.expect('VERSIONS', 'BETWEEN');
  const by = parseBy(cursor);
  const bound = (least: string): Expression | undefined => (cursor.accept(least) ? undefined : cursor.grammar.expression(cursor));
  const from = bound('MINVALUE');
  cursor.expect('AND');
  return { kind: 'versions', by, from, to: bound('MAXVALUE') };
}

function parseBy(cursor: Cursor): 'scn' | 'timestamp' {
  if (cursor.accept('SCN')) return 'scn';
  cursor.expect('TIMESTAMP');
  return 'timestamp';
}
