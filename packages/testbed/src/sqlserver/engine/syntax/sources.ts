import { SqlServerError } from '../../engine.ts';
import type { Expression, TableSource } from './ast.ts';
import { parseCondition } from './conditions.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseList } from './expressions.ts';
import { parseAlias, parseColumnNames, parseName } from './names.ts';

type Join = Extract<TableSource, { kind: 'join' }>['join'];

/** What stands behind `from`, up to `where`. */
export function parseFrom(cursor: Cursor): readonly TableSource[] {
  const sources = [parseJoined(cursor)];
  while (cursor.accept(',')) sources.push(parseJoined(cursor));
  return sources;
}

const joins: readonly (readonly [readonly string[], Join])[] = [
  [['inner', 'join'], 'inner'],
  [['join'], 'inner'],
  [['left', 'outer', 'join'], 'left'],
  [['left', 'join'], 'left'],
  [['right', 'outer', 'join'], 'right'],
  [['right', 'join'], 'right'],
  [['full', 'outer', 'join'], 'full'],
  [['full', 'join'], 'full'],
  [['cross', 'join'], 'cross'],
  [['cross', 'apply'], 'crossApply'],
  [['outer', 'apply'], 'outerApply'],
];

function parseJoined(cursor: Cursor): TableSource {
  let left = parseSource(cursor);
  for (;;) {
    const join = joins.find(([words]) => cursor.accept(...words))?.[1];
    if (join === undefined) return left;
    const right = parseSource(cursor);
    const hasCondition = join !== 'cross' && join !== 'crossApply' && join !== 'outerApply';
    if (hasCondition) cursor.expect('on');
    left = { kind: 'join', join, left, right, on: hasCondition ? parseCondition(cursor) : undefined };
  }
}

function parseSource(cursor: Cursor): TableSource {
  if (cursor.accept('(')) return parseParenthesis(cursor);
  if (cursor.at('changetable', '(')) return parseChangeTable(cursor);
  const name = parseName(cursor);
  if (cursor.accept('(')) {
    const list = cursor.at(')') ? [] : parseList(cursor);
    cursor.expect(')');
    return { kind: 'function', name, arguments: list, alias: parseAlias(cursor) };
  }
  const before = parseSample(cursor);
  const alias = parseAlias(cursor);
  const sample = before ?? parseSample(cursor);
  parseHints(cursor);
  return { kind: 'table', name, alias, sample };
}

function parseParenthesis(cursor: Cursor): TableSource {
  if (cursor.accept('values')) {
    const rows: (readonly Expression[])[] = [];
    do {
      cursor.expect('(');
      rows.push(parseList(cursor));
      cursor.expect(')');
    } while (cursor.accept(','));
    cursor.expect(')');
    return { kind: 'values', rows, alias: requiredAlias(cursor), columns: parseColumnNames(cursor) };
  }
  if (!cursor.at('select') && !cursor.at('with')) {
    const inner = parseJoined(cursor);
    cursor.expect(')');
    return inner;
  }
  const query = cursor.grammar.query(cursor);
  cursor.expect(')');
  return { kind: 'derived', query, alias: requiredAlias(cursor), columns: parseColumnNames(cursor) };
}

function requiredAlias(cursor: Cursor): string {
  return parseAlias(cursor) ?? cursor.refuse();
}

function parseChangeTable(cursor: Cursor): TableSource {
  const { line } = cursor.next();
  cursor.expect('(');
  if (cursor.at('version')) {
    throw new SqlServerError(40510, 'CHANGETABLE (VERSION …) is not supported by this server: ask for CHANGES.', { line });
  }
  cursor.expect('changes');
  const table = parseName(cursor);
  cursor.expect(',');
  const since = parseExpression(cursor);
  cursor.expect(')');
  return { kind: 'changetable', table, since, alias: requiredAlias(cursor), line };
}

function parseSample(cursor: Cursor): Expression | undefined {
  if (!cursor.accept('tablesample')) return undefined;
  cursor.accept('system');
  cursor.expect('(');
  const percent = parseExpression(cursor);
  cursor.expect('percent', ')');
  return percent;
}

/** Hints that change which locks or indexes are used; those that would change the answer are refused. */
const hints = [
  'nolock',
  'readcommitted',
  'readuncommitted',
  'forceseek',
  'forcescan',
  'rowlock',
  'paglock',
  'index',
  'noexpand',
  'updlock',
  'tablock',
  'tablockx',
  'holdlock',
];

function parseHints(cursor: Cursor): void {
  if (!cursor.at('with', '(')) return;
  cursor.expect('with', '(');
  do {
    if (!hints.some((hint) => cursor.accept(hint))) cursor.refuse();
    if (cursor.accept('(')) {
      while (!cursor.accept(')')) cursor.next();
    }
  } while (cursor.accept(','));
  cursor.expect(')');
}
