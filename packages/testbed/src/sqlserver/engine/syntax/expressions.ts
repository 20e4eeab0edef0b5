import type { SqlType } from '../../engine.ts';
import type { ArithmeticOperator, CaseBranch, Expression, OrderItem, Window } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseName, parseType } from './names.ts';

/** Levels of precedence, the loosest first (Microsoft Learn, "Operator precedence"). */
const levels: readonly (readonly string[])[] = [
  ['+', '-', '&', '^', '|'],
  ['*', '/', '%'],
];

export function parseExpression(cursor: Cursor, level = 0): Expression {
  const operators = levels[level];
  if (operators === undefined) return parseUnary(cursor);
  let left = parseExpression(cursor, level + 1);
  while (cursor.peek().kind === 'operator' && operators.includes(cursor.peek().text)) {
    const { text, line } = cursor.next();
    left = { kind: 'binary', operator: text as ArithmeticOperator, left, right: parseExpression(cursor, level + 1), line };
  }
  return left;
}

export function parseList(cursor: Cursor): readonly Expression[] {
  const list = [parseExpression(cursor)];
  while (cursor.accept(',')) list.push(parseExpression(cursor));
  return list;
}

function parseUnary(cursor: Cursor): Expression {
  const { kind, text } = cursor.peek();
  if (kind === 'operator' && (text === '-' || text === '+' || text === '~')) {
    cursor.next();
    return { kind: 'unary', operator: text, operand: parseUnary(cursor) };
  }
  let value = parsePrimary(cursor);
  for (;;) {
    if (cursor.at('collate')) {
      const { line } = cursor.next();
      value = { kind: 'collate', value, collation: cursor.name(), line };
    } else if (value.kind !== 'name' && cursor.at('.') && cursor.peek(1).kind === 'word') {
      value = parseMethod(cursor, value);
    } else return value;
  }
}

function parseMethod(cursor: Cursor, of: Expression): Expression {
  cursor.expect('.');
  const { text: method, line } = cursor.next();
  return { kind: 'method', of, method, arguments: cursor.at('(') ? parseArguments(cursor) : [], line };
}

function parsePrimary(cursor: Cursor): Expression {
  const token = cursor.peek();
  switch (token.kind) {
    case 'number':
      cursor.next();
      return { kind: 'literal', type: numberType(token.text), text: token.text };
    case 'binary':
      cursor.next();
      return {
        kind: 'literal',
        type: { name: 'varbinary', length: Math.max(1, Math.ceil((token.text.length - 2) / 2)) },
        text: token.text,
      };
    case 'string':
      cursor.next();
      return { kind: 'literal', type: token.national ? 'nstring' : 'string', text: token.text };
    case 'variable':
      cursor.next();
      return { kind: 'variable', name: token.text, line: token.line };
    case 'operator':
      return token.text === '(' ? parseParenthesis(cursor) : cursor.refuse();
    case 'word':
    case 'quoted':
      return parseWord(cursor);
    case 'end':
      return cursor.refuse();
  }
}

function numberType(text: string): SqlType {
  if (/e/i.test(text)) return { name: 'float' };
  const digits = text.replace('.', '').replace(/^0+(?=.)/, '');
  const scale = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  if (!text.includes('.') && (digits.length < 10 || BigInt(digits) <= 2_147_483_647n)) return { name: 'int' };
  return { name: 'numeric', precision: Math.max(digits.length, scale, 1), scale };
}

function parseParenthesis(cursor: Cursor): Expression {
  cursor.expect('(');
  const inner: Expression =
    cursor.at('select') || cursor.at('with') ? { kind: 'subquery', query: cursor.grammar.query(cursor) } : parseExpression(cursor);
  cursor.expect(')');
  return inner;
}

/** Words with a grammar of their own. */
const special: Readonly<Record<string, (cursor: Cursor) => Expression>> = {
  null: (cursor) => {
    cursor.next();
    return { kind: 'null' };
  },
  case: parseCase,
  cast: (cursor) => parseCast(cursor, false),
  try_cast: (cursor) => parseCast(cursor, true),
  convert: (cursor) => parseConvert(cursor, false),
  try_convert: (cursor) => parseConvert(cursor, true),
  coalesce: parseCall,
  nullif: parseCall,
  left: parseCall,
  right: parseCall,
  current_timestamp: (cursor) => {
    const { line } = cursor.next();
    return { kind: 'call', name: { parts: ['getdate'], line }, arguments: [], star: false, distinct: false, over: undefined };
  },
};

function parseWord(cursor: Cursor): Expression {
  const { kind, text } = cursor.peek();
  const grammar = kind === 'word' && Object.hasOwn(special, text.toLowerCase()) ? special[text.toLowerCase()] : undefined;
  const opens = cursor.peek(1).text === '(' && cursor.peek(1).kind === 'operator';
  if (grammar !== undefined && (opens || ['null', 'case', 'current_timestamp'].includes(text.toLowerCase()))) return grammar(cursor);
  return parseCall(cursor);
}

function parseCall(cursor: Cursor): Expression {
  const { line } = cursor;
  const named = ['left', 'right', 'coalesce', 'nullif'].some((word) => cursor.at(word, '('));
  const name = named ? { parts: [cursor.next().text], line } : parseName(cursor);
  if (!cursor.at('(')) return { kind: 'name', name };
  cursor.expect('(');
  if (cursor.accept('*')) {
    cursor.expect(')');
    return { kind: 'call', name, arguments: [], star: true, distinct: false, over: parseOver(cursor) };
  }
  const distinct = cursor.accept('distinct');
  const list = cursor.at(')') ? [] : parseList(cursor);
  cursor.expect(')');
  return { kind: 'call', name, arguments: list, star: false, distinct, over: parseOver(cursor) };
}

function parseArguments(cursor: Cursor): readonly Expression[] {
  cursor.expect('(');
  const list = cursor.at(')') ? [] : parseList(cursor);
  cursor.expect(')');
  return list;
}

function parseOver(cursor: Cursor): Window | undefined {
  if (!cursor.accept('over')) return undefined;
  cursor.expect('(');
  const partitionBy = cursor.accept('partition', 'by') ? parseList(cursor) : [];
  const orderBy = cursor.accept('order', 'by') ? parseOrder(cursor) : [];
  cursor.expect(')');
  return { partitionBy, orderBy };
}

export function parseOrder(cursor: Cursor): readonly OrderItem[] {
  const items: OrderItem[] = [];
  do {
    const value = parseExpression(cursor);
    const descending = cursor.accept('desc');
    if (!descending) cursor.accept('asc');
    items.push({ value, descending });
  } while (cursor.accept(','));
  return items;
}

function parseCase(cursor: Cursor): Expression {
  cursor.expect('case');
  const operand = cursor.at('when') ? undefined : parseExpression(cursor);
  const branches: CaseBranch[] = [];
  while (cursor.accept('when')) {
    const when =
      operand === undefined
        ? cursor.grammar.condition(cursor)
        : { kind: 'compare' as const, operator: '=' as const, left: operand, right: parseExpression(cursor) };
    cursor.expect('then');
    branches.push({ when, result: parseExpression(cursor) });
  }
  if (branches.length === 0) cursor.refuse();
  const otherwise = cursor.accept('else') ? parseExpression(cursor) : undefined;
  cursor.expect('end');
  return { kind: 'case', branches, otherwise };
}

function parseCast(cursor: Cursor, isTry: boolean): Expression {
  cursor.next();
  cursor.expect('(');
  const value = parseExpression(cursor);
  cursor.expect('as');
  const type = parseType(cursor);
  cursor.expect(')');
  return { kind: 'convert', type, value, style: undefined, isTry };
}

function parseConvert(cursor: Cursor, isTry: boolean): Expression {
  cursor.next();
  cursor.expect('(');
  const type = parseType(cursor);
  cursor.expect(',');
  const value = parseExpression(cursor);
  const style = cursor.accept(',') ? parseExpression(cursor) : undefined;
  cursor.expect(')');
  return { kind: 'convert', type, value, style, isTry };
}
