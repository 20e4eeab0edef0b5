import type { Condition, Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';

export function parseCondition(cursor: Cursor): Condition {
  let left = conjunction(cursor);
  while (cursor.accept('OR')) left = { kind: 'or', left, right: conjunction(cursor) };
  return left;
}

function conjunction(cursor: Cursor): Condition {
  let left = negation(cursor);
  while (cursor.accept('AND')) left = { kind: 'and', left, right: negation(cursor) };
  return left;
}

function negation(cursor: Cursor): Condition {
  return cursor.accept('NOT') ? { kind: 'not', of: negation(cursor) } : test(cursor);
}

const tests = new Set(['REGEXP_LIKE']);

function test(cursor: Cursor): Condition {
  if (cursor.is('EXISTS', '(')) {
    cursor.expect('EXISTS', '(');
    const query = cursor.grammar.query(cursor);
    cursor.expect(')');
    return { kind: 'exists', query };
  }
  if (tests.has(cursor.peek().text) && cursor.peek(1).text === '(') {
    const call = cursor.grammar.expression(cursor);
    if (call.kind === 'call') return { kind: 'test', call };
  }
  const start = cursor.position;
  if (cursor.is('(')) {
    // A parenthesis holds a condition, an expression, or a list of expressions: what stands behind it decides.
    const nested = attempt(cursor, () => {
      cursor.expect('(');
      const condition = parseCondition(cursor);
      cursor.expect(')');
      return condition;
    });
    if (nested !== undefined) return nested;
    cursor.back(start);
    const row = attempt(cursor, () => rowOf(cursor));
    if (row !== undefined && row.length > 1) return comparison(cursor, row);
    cursor.back(start);
  }
  return comparison(cursor, [cursor.grammar.expression(cursor)]);
}

function attempt<Result>(cursor: Cursor, parse: () => Result): Result | undefined {
  const start = cursor.position;
  try {
    return parse();
  } catch {
    cursor.back(start);
    return undefined;
  }
}

function rowOf(cursor: Cursor): readonly Expression[] {
  cursor.expect('(');
  const values: Expression[] = [];
  do values.push(cursor.grammar.expression(cursor));
  while (cursor.accept(','));
  cursor.expect(')');
  return values;
}

const operators = ['=', '<>', '!=', '^=', '<=', '>=', '<', '>'];

function comparison(cursor: Cursor, left: readonly Expression[]): Condition {
  const [value] = left;
  if (value === undefined) return cursor.fail(936, 'missing expression');
  const operator = operators.find((sign) => cursor.is(sign));
  if (operator !== undefined) return operation(cursor, left, operator === '!=' || operator === '^=' ? '<>' : operator);
  if (cursor.accept('IS')) {
    const negated = cursor.accept('NOT');
    if (cursor.accept('JSON')) return { kind: 'json', value, negated };
    if (!cursor.accept('NULL')) cursor.fail(908, 'missing NULL keyword');
    return { kind: 'null', value, negated };
  }
  const negated = cursor.accept('NOT');
  if (cursor.accept('BETWEEN')) {
    const low = cursor.grammar.expression(cursor);
    cursor.expect('AND');
    return { kind: 'between', value, low, high: cursor.grammar.expression(cursor), negated };
  }
  if (cursor.accept('LIKE')) {
    const pattern = cursor.grammar.expression(cursor);
    return { kind: 'like', value, pattern, escape: cursor.accept('ESCAPE') ? cursor.grammar.expression(cursor) : undefined, negated };
  }
  if (cursor.accept('IN')) return membership(cursor, left, negated);
  return cursor.fail(920, 'invalid relational operator');
}

function operation(cursor: Cursor, left: readonly Expression[], operator: string): Condition {
  cursor.next();
  const right = left.length > 1 ? rowOf(cursor) : [cursor.grammar.expression(cursor)];
  if (left.length > 1 && operator !== '=' && operator !== '<>') cursor.fail(1796, 'this operator cannot be used with lists');
  return { kind: 'compare', operator, left, right };
}

function membership(cursor: Cursor, values: readonly Expression[], negated: boolean): Condition {
  cursor.expect('(');
  if (cursor.is('SELECT') || cursor.is('WITH')) {
    const list = cursor.grammar.query(cursor);
    cursor.expect(')');
    return { kind: 'in', values, list, negated };
  }
  const list: (readonly Expression[])[] = [];
  do list.push(values.length > 1 ? rowOf(cursor) : [cursor.grammar.expression(cursor)]);
  while (cursor.accept(','));
  cursor.expect(')');
  if (list.length > (cursor.major >= 23 ? 65_535 : 1000)) cursor.fail(1795, 'maximum number of expressions in a list is 1000');
  return { kind: 'in', values, list, negated };
}
