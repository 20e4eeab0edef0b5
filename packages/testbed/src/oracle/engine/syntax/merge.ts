import type { Condition } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseNames } from './names.ts';
import { parseSource } from './sources.ts';
import type { Statement } from './statement-ast.ts';
import { parseAssignments, parseValues } from './writes.ts';

type Merge = Extract<Statement, { kind: 'merge' }>;

export function parseMerge(cursor: Cursor): Statement {
  cursor.expect('MERGE', 'INTO');
  const table = cursor.path();
  const alias = cursor.isName() && !cursor.is('USING') ? cursor.name() : undefined;
  cursor.expect('USING');
  const using = parseSource(cursor);
  if (!cursor.accept('ON')) cursor.fail(969, 'missing ON keyword');
  if (!cursor.is('(')) cursor.fail(906, 'missing left parenthesis');
  const on = cursor.grammar.condition(cursor);
  let update: Merge['update'];
  let insert: Merge['insert'];
  while (cursor.accept('WHEN')) {
    const isMatched = !cursor.accept('NOT');
    if (!cursor.is('MATCHED')) cursor.fail(905, 'missing keyword');
    cursor.next();
    cursor.expect('THEN');
    if (isMatched) update = parseUpdate(cursor);
    else insert = parseInsert(cursor);
  }
  if (update === undefined && insert === undefined) cursor.fail(905, 'missing keyword');
  return { kind: 'merge', table, alias, using, on, update, insert };
}

function parseUpdate(cursor: Cursor): Merge['update'] {
  cursor.expect('UPDATE', 'SET');
  const set = parseAssignments(cursor);
  const where = parseWhere(cursor);
  if (cursor.is('DELETE')) cursor.fail(3001, 'unimplemented feature: DELETE of MERGE');
  return { set, where };
}

function parseInsert(cursor: Cursor): Merge['insert'] {
  cursor.expect('INSERT');
  const columns = cursor.is('(') ? parseNames(cursor) : [];
  if (!cursor.accept('VALUES')) cursor.fail(926, 'missing VALUES keyword');
  return { columns, values: parseValues(cursor), where: parseWhere(cursor) };
}

function parseWhere(cursor: Cursor): Condition | undefined {
  return cursor.accept('WHERE') ? cursor.grammar.condition(cursor) : undefined;
}
