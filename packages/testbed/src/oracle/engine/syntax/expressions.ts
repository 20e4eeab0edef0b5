import type { Call, Condition, Expression, OrderItem, Window } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseOrder } from './order.ts';
import { parseType } from './types.ts';

export function parseExpression(cursor: Cursor): Expression {
  let left = product(cursor);
  for (;;) {
    const operator = cursor.is('+') ? '+' : cursor.is('-') ? '-' : cursor.is('||') ? '||' : undefined;
    if (operator === undefined) return left;
    cursor.next();
    left = { kind: 'binary', operator, left, right: product(cursor) };
  }
}

function product(cursor: Cursor): Expression {
  let left = signed(cursor);
  for (;;) {
    const operator = cursor.is('*') ? '*' : cursor.is('/') ? '/' : undefined;
    if (operator === undefined) return left;
    cursor.next();
    left = { kind: 'binary', operator, left, right: signed(cursor) };
  }
}

function signed(cursor: Cursor): Expression {
  if (cursor.accept('-')) return { kind: 'negation', value: signed(cursor) };
  if (cursor.accept('+')) return signed(cursor);
  let value = primary(cursor);
  while (cursor.is('AT', 'TIME', 'ZONE') || cursor.is('AT', 'LOCAL')) {
    cursor.next();
    if (cursor.accept('LOCAL')) value = { kind: 'zone', value, zone: 'LOCAL' };
    else {
      cursor.expect('TIME', 'ZONE');
      value = { kind: 'zone', value, zone: primary(cursor) };
    }
  }
  return value;
}

function primary(cursor: Cursor): Expression {
  const token = cursor.peek();
  switch (token.kind) {
    case 'number':
    case 'string':
    case 'national':
      cursor.next();
      return { kind: token.kind, text: token.text };
    case 'bind':
      return { kind: 'bind', place: cursor.bind() };
    case 'word':
      return special(cursor, token.text) ?? named(cursor);
    case 'quoted':
      return named(cursor);
    default:
      if (cursor.accept('(')) return parenthesised(cursor);
      return cursor.fail(936, 'missing expression');
  }
}

function parenthesised(cursor: Cursor): Expression {
  if (cursor.is('SELECT') || cursor.is('WITH')) {
    const query = cursor.grammar.query(cursor);
    cursor.expect(')');
    return { kind: 'subquery', query };
  }
  const value = parseExpression(cursor);
  cursor.expect(')');
  return value;
}

function special(cursor: Cursor, word: string): Expression | undefined {
  if (word === 'NULL') {
    cursor.next();
    return { kind: 'null' };
  }
  if (word === 'CASE' && !['.', ','].includes(cursor.peek(1).text)) return parseCase(cursor);
  const literal = cursor.peek(1).kind === 'string';
  if ((word === 'DATE' || word === 'TIMESTAMP') && literal) {
    cursor.next();
    return { kind: 'moment', form: word, text: cursor.next().text };
  }
  if (word === 'INTERVAL' && literal) return interval(cursor);
  if (!cursor.is(word, '(')) return undefined;
  if (word === 'CAST') {
    cursor.expect('CAST', '(');
    const value = parseExpression(cursor);
    cursor.expect('AS');
    const type = parseType(cursor);
    cursor.expect(')');
    return { kind: 'cast', value, type };
  }
  if (word === 'EXTRACT') {
    cursor.expect('EXTRACT', '(');
    const field = cursor.next().text;
    cursor.expect('FROM');
    const value = parseExpression(cursor);
    cursor.expect(')');
    return { kind: 'extract', field, value };
  }
  if (word === 'TRIM') return trim(cursor);
  if (word === 'XMLSERIALIZE' || word === 'JSON_SERIALIZE') return serialize(cursor, word);
  return undefined;
}

/** `xmlserialize(content x as clob)`, `json_serialize(j returning clob)`: a call with the type behind it. */
function serialize(cursor: Cursor, word: string): Expression {
  const at = cursor.at;
  cursor.expect(word, '(');
  if (word === 'XMLSERIALIZE' && !cursor.accept('DOCUMENT')) cursor.expect('CONTENT');
  const value = parseExpression(cursor);
  const isTyped = cursor.accept(word === 'XMLSERIALIZE' ? 'AS' : 'RETURNING');
  const type = isTyped ? parseType(cursor) : { name: word === 'XMLSERIALIZE' ? 'CLOB' : 'VARCHAR2', sizes: [4000], unit: undefined };
  if (word === 'XMLSERIALIZE' && cursor.accept('NO')) cursor.expect('INDENT');
  cursor.expect(')');
  const call: Call = {
    kind: 'call',
    name: { parts: [word], at },
    arguments: [value],
    names: [],
    star: false,
    distinct: false,
    within: undefined,
    over: undefined,
  };
  return { kind: 'cast', value: call, type };
}

function trim(cursor: Cursor): Expression {
  cursor.expect('TRIM', '(');
  const side =
    cursor.is('LEADING') || cursor.is('TRAILING') || cursor.is('BOTH') ? (cursor.next().text as 'LEADING' | 'TRAILING' | 'BOTH') : 'BOTH';
  let value = cursor.is('FROM') ? undefined : parseExpression(cursor);
  let set: Expression | undefined;
  if (cursor.accept('FROM')) {
    set = value;
    value = parseExpression(cursor);
  }
  cursor.expect(')');
  return { kind: 'trim', side, set, value: value ?? cursor.fail(936, 'missing expression') };
}

function interval(cursor: Cursor): Expression {
  cursor.next();
  const text = cursor.next().text;
  const unit = (): string => {
    const found = cursor.next().text;
    if (cursor.accept('(')) {
      cursor.integer();
      if (cursor.accept(',')) cursor.integer();
      cursor.expect(')');
    }
    return found;
  };
  const from = unit();
  return { kind: 'interval', text, from, to: cursor.accept('TO') ? unit() : from };
}

function parseCase(cursor: Cursor): Expression {
  cursor.expect('CASE');
  const operand = cursor.is('WHEN') ? undefined : parseExpression(cursor);
  const branches: { when: Condition; result: Expression }[] = [];
  while (cursor.accept('WHEN')) {
    const when: Condition =
      operand === undefined
        ? cursor.grammar.condition(cursor)
        : { kind: 'compare', operator: '=', left: [operand], right: [parseExpression(cursor)] };
    cursor.expect('THEN');
    branches.push({ when, result: parseExpression(cursor) });
  }
  const otherwise = cursor.accept('ELSE') ? parseExpression(cursor) : undefined;
  cursor.expect('END');
  return { kind: 'case', operand, branches, otherwise };
}

/** Pseudo-columns and functions whose names are reserved words. */
const usable = new Set(['ROWNUM', 'ROWID', 'SYSDATE', 'USER', 'UID', 'LEVEL']);

/** A column, a pseudo-column, or a call. */
function named(cursor: Cursor): Expression {
  const at = cursor.at;
  const first = cursor.peek();
  if (!cursor.isName() && !usable.has(first.text)) return cursor.fail(936, 'missing expression');
  const parts = [cursor.next().text];
  while (cursor.is('.') && (cursor.peek(1).kind === 'quoted' || cursor.peek(1).kind === 'word')) {
    cursor.next();
    parts.push(cursor.next().text);
  }
  const name = { parts, at };
  if (cursor.is('(')) return parseCall(cursor, name);
  if (cursor.is('(+)')) return cursor.fail(3001, 'unimplemented feature: outer joins by (+)');
  return { kind: 'name', name };
}

export function parseCall(cursor: Cursor, name: Call['name']): Call {
  cursor.expect('(');
  const list: Expression[] = [];
  const names: (string | undefined)[] = [];
  const star = cursor.accept('*');
  const distinct = cursor.accept('DISTINCT') || cursor.accept('UNIQUE');
  if (!star && !cursor.is(')')) {
    do {
      names.push(cursor.isName() && cursor.peek(1).text === '=>' ? cursor.name() : undefined);
      cursor.accept('=>');
      list.push(parseExpression(cursor));
    } while (cursor.accept(','));
  }
  if (name.parts[0] === 'TO_CLOB' && cursor.is('USING')) cursor.next();
  cursor.expect(')');
  let within: readonly OrderItem[] | undefined;
  if (cursor.accept('WITHIN', 'GROUP')) {
    cursor.expect('(');
    within = parseOrder(cursor);
    cursor.expect(')');
  }
  const over = cursor.accept('OVER') ? parseWindow(cursor) : undefined;
  return { kind: 'call', name, arguments: list, names, star, distinct, within, over };
}

function parseWindow(cursor: Cursor): Window {
  cursor.expect('(');
  const partitionBy: Expression[] = [];
  if (cursor.accept('PARTITION')) {
    cursor.expect('BY');
    do partitionBy.push(parseExpression(cursor));
    while (cursor.accept(','));
  }
  const orderBy = cursor.is('ORDER') ? parseOrder(cursor) : [];
  cursor.expect(')');
  return { partitionBy, orderBy };
}
