import type { Condition, Expression, Query } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseCall } from './expressions.ts';
import type { Block, BlockStatement, Target } from './statement-ast.ts';
import { parseType } from './types.ts';

/** An anonymous block: declarations, statements, handlers. Of PL/SQL what scripts of tests and clients say. */
export function parseBlock(cursor: Cursor, isWhole: boolean): Block {
  const variables: { name: string; type: ReturnType<typeof parseType>; value: Expression | undefined }[] = [];
  if (cursor.accept('DECLARE')) {
    while (!cursor.is('BEGIN')) {
      const name = cursor.name();
      cursor.accept('CONSTANT');
      const type = parseType(cursor);
      const value = cursor.accept(':=') || cursor.accept('DEFAULT') ? cursor.grammar.expression(cursor) : undefined;
      semicolon(cursor);
      variables.push({ name, type, value });
    }
  }
  cursor.expect('BEGIN');
  const body = statements(cursor);
  const handlers: { names: readonly string[]; body: readonly BlockStatement[] }[] = [];
  if (cursor.accept('EXCEPTION')) {
    while (cursor.accept('WHEN')) {
      const names: string[] = [];
      do names.push(cursor.name());
      while (cursor.accept('OR'));
      cursor.expect('THEN');
      handlers.push({ names, body: statements(cursor) });
    }
  }
  cursor.expect('END');
  semicolon(cursor);
  if (isWhole && cursor.peek().kind !== 'end') refuse(cursor);
  return { variables, body, handlers };
}

function refuse(cursor: Cursor): never {
  const { text } = cursor.peek();
  return cursor.fail(6550, `line 1, column ${cursor.at + 1}:\nPLS-00103: Encountered the symbol "${text === '' ? 'end-of-file' : text}"`);
}

function semicolon(cursor: Cursor): void {
  if (!cursor.accept(';')) refuse(cursor);
}

function statements(cursor: Cursor): readonly BlockStatement[] {
  const list: BlockStatement[] = [];
  while (!['END', 'EXCEPTION', 'WHEN', 'ELSE', 'ELSIF'].includes(cursor.peek().text) && cursor.peek().kind !== 'end')
    list.push(statement(cursor));
  if (list.length === 0) refuse(cursor);
  return list;
}

const sqlWords = new Set(['INSERT', 'MERGE', 'UPDATE', 'DELETE', 'COMMIT', 'ROLLBACK', 'SAVEPOINT', 'LOCK', 'SET']);

function statement(cursor: Cursor): BlockStatement {
  const word = cursor.peek().kind === 'word' ? cursor.peek().text : '';
  if (word === 'BEGIN' || word === 'DECLARE') return { kind: 'nested', block: parseBlock(cursor, false) };
  if (word === 'IF') return parseIf(cursor);
  if (word === 'FOR') return parseFor(cursor);
  if (word === 'SELECT' || word === 'WITH') return selectInto(cursor);
  let parsed: BlockStatement;
  if (cursor.accept('NULL')) parsed = { kind: 'null' };
  else if (cursor.accept('RAISE')) parsed = { kind: 'raise' };
  else if (cursor.accept('EXECUTE')) parsed = parseImmediate(cursor);
  else if (sqlWords.has(word)) parsed = { kind: 'sql', statement: cursor.grammar.statement(cursor, '') };
  else parsed = callOrAssignment(cursor);
  semicolon(cursor);
  return parsed;
}

function target(cursor: Cursor): Target {
  return cursor.peek().kind === 'bind' ? { kind: 'bind', place: cursor.bind() } : { kind: 'variable', name: cursor.name() };
}

function targets(cursor: Cursor): readonly Target[] {
  const list: Target[] = [];
  do list.push(target(cursor));
  while (cursor.accept(','));
  return list;
}

function callOrAssignment(cursor: Cursor): BlockStatement {
  if (cursor.peek().kind === 'bind' || cursor.peek(1).text === ':=') {
    const to = target(cursor);
    if (!cursor.accept(':=')) refuse(cursor);
    return { kind: 'assign', target: to, value: cursor.grammar.expression(cursor), isCondition: false };
  }
  const name = cursor.path();
  if (cursor.is('(')) return { kind: 'call', call: parseCall(cursor, name) };
  return {
    kind: 'call',
    call: { kind: 'call', name, arguments: [], names: [], star: false, distinct: false, within: undefined, over: undefined },
  };
}

function parseImmediate(cursor: Cursor): BlockStatement {
  cursor.expect('IMMEDIATE');
  const text = cursor.grammar.expression(cursor);
  const into = cursor.accept('INTO') ? targets(cursor) : [];
  const using: Expression[] = [];
  if (cursor.accept('USING'))
    do using.push(cursor.grammar.expression(cursor));
    while (cursor.accept(','));
  return { kind: 'immediate', text, using, into };
}

function parseIf(cursor: Cursor): BlockStatement {
  const branches: { when: Condition; body: readonly BlockStatement[] }[] = [];
  cursor.expect('IF');
  do {
    const when = cursor.grammar.condition(cursor);
    cursor.expect('THEN');
    branches.push({ when, body: statements(cursor) });
  } while (cursor.accept('ELSIF'));
  const otherwise = cursor.accept('ELSE') ? statements(cursor) : [];
  cursor.expect('END', 'IF');
  semicolon(cursor);
  return { kind: 'if', branches, otherwise };
}

function parseFor(cursor: Cursor): BlockStatement {
  cursor.expect('FOR');
  const variable = cursor.name();
  cursor.expect('IN');
  const from = cursor.grammar.expression(cursor);
  cursor.expect('..');
  const to = cursor.grammar.expression(cursor);
  cursor.expect('LOOP');
  const body = statements(cursor);
  cursor.expect('END', 'LOOP');
  semicolon(cursor);
  return { kind: 'for', variable, from, to, body };
}

/** The INTO stands between the items and FROM: it is cut out, and the rest is a query. */
function selectInto(cursor: Cursor): BlockStatement {
  const { query, into } = parseIntoQuery(cursor);
  semicolon(cursor);
  return { kind: 'select into', query, into };
}

function parseIntoQuery(cursor: Cursor): { readonly query: Query; readonly into: readonly Target[] } {
  let into: readonly Target[] = [];
  const watched: Cursor = Object.create(cursor, {
    accept: {
      value: (...words: string[]) => {
        if (words[0] === 'FROM' && into.length === 0 && cursor.accept('INTO')) into = targets(cursor);
        return cursor.accept(...words);
      },
    },
  }) as Cursor;
  const query = cursor.grammar.query(watched);
  return { query, into };
}
