import { SqlServerError } from '../../engine.ts';
import type { Comparison, Condition, Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseList } from './expressions.ts';

export function parseCondition(cursor: Cursor): Condition {
  let left = parseAnd(cursor);
  while (cursor.accept('or')) left = { kind: 'or', left, right: parseAnd(cursor) };
  return left;
}

function parseAnd(cursor: Cursor): Condition {
  let left = parseNot(cursor);
  while (cursor.accept('and')) left = { kind: 'and', left, right: parseNot(cursor) };
  return left;
}

function parseNot(cursor: Cursor): Condition {
  if (cursor.accept('not')) return { kind: 'not', condition: parseNot(cursor) };
  if (cursor.accept('exists')) {
    cursor.expect('(');
    const query = cursor.grammar.query(cursor);
    cursor.expect(')');
    return { kind: 'exists', query };
  }
  return (cursor.at('(') ? parseParenthesis(cursor) : undefined) ?? parsePredicate(cursor);
}

/** `(a = 1 or …)`; undefined when the parenthesis belongs to an expression, as in `(a + 1) * 2 > b`. */
function parseParenthesis(cursor: Cursor): Condition | undefined {
  const start = cursor.position;
  try {
    cursor.expect('(');
    const condition = parseCondition(cursor);
    cursor.expect(')');
    return condition;
  } catch (error) {
    if (!(error instanceof SqlServerError)) throw error;
    cursor.back(start);
    return undefined;
  }
}

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '!>': '<=',
  '>': '>',
  '>=': '>=',
  '!<': '>=',
};

function parsePredicate(cursor: Cursor): Condition {
  const value = parseExpression(cursor);
  const operator = cursor.peek().kind === 'operator' ? comparisons[cursor.peek().text] : undefined;
  if (operator !== undefined) {
    cursor.next();
    return { kind: 'compare', operator, left: value, right: parseExpression(cursor) };
  }
  if (cursor.accept('is')) {
    const negated = cursor.accept('not');
    cursor.expect('null');
    return { kind: 'isNull', value, negated };
  }
  const negated = cursor.accept('not');
  if (cursor.accept('between')) {
    const low = parseExpression(cursor);
    cursor.expect('and');
    return { kind: 'between', value, low, high: parseExpression(cursor), negated };
  }
  if (cursor.accept('in')) return parseIn(cursor, value, negated);
  if (cursor.accept('like')) {
    const pattern = parseExpression(cursor);
    return { kind: 'like', value, pattern, escape: cursor.accept('escape') ? cursor.string() : undefined, negated };
  }
  return cursor.refuse();
}

function parseIn(cursor: Cursor, value: Expression, negated: boolean): Condition {
  cursor.expect('(');
  const list = cursor.at('select') || cursor.at('with') ? cursor.grammar.query(cursor) : parseList(cursor);
  cursor.expect(')');
  return { kind: 'in', value, list, negated };
}
