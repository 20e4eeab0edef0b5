import type { Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseNames } from './names.ts';
import type { Assignment, Returning, Statement, Value } from './statement-ast.ts';

const parseValue = (cursor: Cursor): Value => (cursor.accept('DEFAULT') ? 'default' : cursor.grammar.expression(cursor));

export function parseInsert(cursor: Cursor): Statement {
  cursor.expect('INSERT');
  if (cursor.is('ALL') || cursor.is('FIRST')) return parseInsertAll(cursor);
  if (!cursor.accept('INTO')) cursor.fail(925, 'missing INTO keyword');
  const table = cursor.path();
  const isList = cursor.is('(') && cursor.peek(1).text !== 'SELECT';
  const columns = isList ? parseNames(cursor) : [];
  if (!cursor.accept('VALUES')) {
    if (!cursor.is('SELECT') && !cursor.is('WITH') && !cursor.is('(')) cursor.fail(926, 'missing VALUES keyword');
    return { kind: 'insert', table, columns, source: cursor.grammar.query(cursor), returning: undefined };
  }
  const values = parseValues(cursor);
  if (cursor.is(',') && cursor.major < 23) cursor.fail(933, 'SQL command not properly ended');
  return { kind: 'insert', table, columns, source: values, returning: parseReturning(cursor) };
}

export function parseUpdate(cursor: Cursor): Statement {
  cursor.expect('UPDATE');
  const table = cursor.path();
  const alias = cursor.isName() ? cursor.name() : undefined;
  if (!cursor.accept('SET')) cursor.fail(971, 'missing SET keyword');
  const set = parseAssignments(cursor);
  const where = cursor.accept('WHERE') ? cursor.grammar.condition(cursor) : undefined;
  return { kind: 'update', table, alias, set, where, returning: parseReturning(cursor) };
}

export function parseValues(cursor: Cursor): readonly Value[] {
  cursor.expect('(');
  const values: Value[] = [];
  do values.push(parseValue(cursor));
  while (cursor.accept(','));
  cursor.expect(')');
  return values;
}

export function parseAssignments(cursor: Cursor): readonly Assignment[] {
  const set: Assignment[] = [];
  do {
    const { at } = cursor;
    const columns = cursor.is('(') ? parseNames(cursor) : [columnOf(cursor)];
    cursor.expect('=');
    set.push({ columns, value: parseValue(cursor), at });
  } while (cursor.accept(','));
  return set;
}

/** `insert all into … values … into … select …`; conditions are refused. */
function parseInsertAll(cursor: Cursor): Statement {
  if (cursor.next().text === 'FIRST' || cursor.is('WHEN')) cursor.fail(3001, 'unimplemented feature: INSERT with conditions');
  const into: Extract<Statement, { kind: 'insert all' }>['into'][number][] = [];
  while (cursor.accept('INTO')) {
    const table = cursor.path();
    const columns = cursor.is('(') ? parseNames(cursor) : [];
    into.push({ table, columns, values: cursor.accept('VALUES') ? parseValues(cursor) : undefined });
  }
  if (into.length === 0) cursor.fail(925, 'missing INTO keyword');
  if (!cursor.is('SELECT') && !cursor.is('WITH') && !cursor.is('(')) cursor.fail(928, 'missing SELECT keyword');
  return { kind: 'insert all', into, query: cursor.grammar.query(cursor) };
}

/** `t.c = …` names the column by its last part. */
function columnOf(cursor: Cursor): string {
  const { parts } = cursor.path();
  return parts[parts.length - 1] ?? '';
}

export function parseDelete(cursor: Cursor): Statement {
  cursor.expect('DELETE');
  cursor.accept('FROM');
  const table = cursor.path();
  const alias = cursor.isName() && !cursor.is('RETURNING') && !cursor.is('RETURN') ? cursor.name() : undefined;
  const where = cursor.accept('WHERE') ? cursor.grammar.condition(cursor) : undefined;
  return { kind: 'delete', table, alias, where, returning: parseReturning(cursor) };
}

function parseReturning(cursor: Cursor): Returning | undefined {
  if (!cursor.accept('RETURNING') && !cursor.accept('RETURN')) return undefined;
  const values: Expression[] = [];
  do values.push(cursor.grammar.expression(cursor));
  while (cursor.accept(','));
  if (!cursor.accept('INTO')) cursor.fail(925, 'missing INTO keyword');
  const into: number[] = [];
  do {
    if (cursor.peek().kind !== 'bind') cursor.fail(936, 'missing expression');
    into.push(cursor.bind());
  } while (cursor.accept(','));
  return { values, into };
}
