import { SqlServerError } from '../../engine.ts';
import type { Assignment, Expression, ProcedureArgument, Statement } from './ast.ts';
import { parseCondition } from './conditions.ts';
import { type Cursor, cursorOver } from './cursor.ts';
import { parseAlter, parseCreate, parseDrop } from './definitions.ts';
import { parseExpression } from './expressions.ts';
import { parseColumnNames, parseName, parseType } from './names.ts';
import { parseOption } from './options.ts';
import { parseGrant } from './permissions.ts';
import { parseQuery, parseTopCount } from './query.ts';
import { parseFrom } from './sources.ts';

/** A batch as statements; refuses the whole batch when one does not parse, as the server does. */
export function parseBatch(text: string): readonly Statement[] {
  const cursor = cursorOver(text, { expression: parseExpression, condition: parseCondition, query: parseQuery });
  const statements: Statement[] = [];
  for (;;) {
    while (cursor.accept(';'));
    if (cursor.peek().kind === 'end') return statements;
    statements.push(parseStatement(cursor));
  }
}

const grammars: Readonly<Record<string, (cursor: Cursor, line: number) => Statement>> = {
  select: (cursor, line) => ({ kind: 'query', query: parseQuery(cursor), line }),
  with: (cursor, line) => ({ kind: 'query', query: parseQuery(cursor), line }),
  insert: parseInsert,
  update: parseUpdate,
  delete: parseDelete,
  truncate: (cursor, line) => {
    cursor.expect('truncate', 'table');
    return { kind: 'truncate', table: parseName(cursor), line };
  },
  declare: parseDeclare,
  set: parseSet,
  begin: (cursor, line) => {
    cursor.expect('begin');
    return parseTransaction(cursor, 'begin', line);
  },
  save: (cursor, line) => {
    cursor.expect('save');
    return parseTransaction(cursor, 'save', line);
  },
  commit: (cursor, line) => {
    cursor.expect('commit');
    return parseEnd(cursor, 'commit', line);
  },
  rollback: (cursor, line) => {
    cursor.expect('rollback');
    return parseEnd(cursor, 'rollback', line);
  },
  use: (cursor, line) => {
    cursor.expect('use');
    return { kind: 'use', database: cursor.name(), line };
  },
  if: parseIf,
  print: (cursor, line) => {
    cursor.expect('print');
    return { kind: 'print', value: parseExpression(cursor), line };
  },
  raiserror: parseRaiserror,
  waitfor: (cursor, line) => {
    cursor.expect('waitfor', 'delay');
    return { kind: 'waitfor', delay: cursor.string(), line };
  },
  exec: parseExecute,
  execute: parseExecute,
  create: parseCreate,
  alter: parseAlter,
  drop: parseDrop,
  grant: parseGrant,
  deny: parseGrant,
  revoke: parseGrant,
};

function parseStatement(cursor: Cursor): Statement {
  const { kind, text, line } = cursor.peek();
  const grammar = kind === 'word' && Object.hasOwn(grammars, text.toLowerCase()) ? grammars[text.toLowerCase()] : undefined;
  return (grammar ?? cursor.refuse)(cursor, line);
}

function parseInsert(cursor: Cursor, line: number): Statement {
  cursor.expect('insert');
  cursor.accept('into');
  const table = parseName(cursor);
  const columns = cursor.at('(') ? parseColumnNames(cursor) : [];
  if (cursor.accept('default', 'values')) return { kind: 'insert', table, columns, source: { kind: 'defaults' }, line };
  if (!cursor.accept('values')) return { kind: 'insert', table, columns, source: parseQuery(cursor), line };
  const rows: (readonly (Expression | 'default')[])[] = [];
  do {
    cursor.expect('(');
    const row: (Expression | 'default')[] = [];
    do row.push(cursor.accept('default') ? 'default' : parseExpression(cursor));
    while (cursor.accept(','));
    cursor.expect(')');
    rows.push(row);
  } while (cursor.accept(','));
  if (rows.length > 1000) {
    throw new SqlServerError(
      10738,
      'The number of row value expressions in the INSERT statement exceeds the maximum allowed number of 1000 row values.',
      { severity: 15, line },
    );
  }
  return { kind: 'insert', table, columns, source: { kind: 'rows', rows }, line };
}

function parseTopOf(cursor: Cursor): Expression | undefined {
  return cursor.accept('top') ? parseTopCount(cursor) : undefined;
}

function parseUpdate(cursor: Cursor, line: number): Statement {
  cursor.expect('update');
  const top = parseTopOf(cursor);
  const table = parseName(cursor);
  cursor.expect('set');
  const set: Assignment[] = [];
  do {
    const at = cursor.line;
    const { parts } = parseName(cursor);
    const column = parts[parts.length - 1] ?? '';
    const operator = ['+', '-'].find((sign) => cursor.accept(`${sign}=`)) as '+' | '-' | undefined;
    if (operator === undefined) cursor.expect('=');
    const value = cursor.accept('default') ? 'default' : parseExpression(cursor);
    const left: Expression = { kind: 'name', name: { parts, line: at } };
    set.push({
      column,
      value: operator === undefined || value === 'default' ? value : { kind: 'binary', operator, left, right: value, line: at },
      line: at,
    });
  } while (cursor.accept(','));
  const from = cursor.accept('from') ? parseFrom(cursor) : [];
  const where = cursor.accept('where') ? parseCondition(cursor) : undefined;
  return { kind: 'update', table, set, from, where, top, line };
}

function parseDelete(cursor: Cursor, line: number): Statement {
  cursor.expect('delete');
  const top = parseTopOf(cursor);
  cursor.accept('from');
  const table = parseName(cursor);
  const from = cursor.accept('from') ? parseFrom(cursor) : [];
  const where = cursor.accept('where') ? parseCondition(cursor) : undefined;
  return { kind: 'delete', table, from, where, top, line };
}

function variable(cursor: Cursor): string {
  return cursor.peek().kind === 'variable' ? cursor.next().text : cursor.refuse();
}

function parseDeclare(cursor: Cursor, line: number): Statement {
  cursor.expect('declare');
  const variables: Extract<Statement, { kind: 'declare' }>['variables'][number][] = [];
  do {
    const name = variable(cursor);
    cursor.accept('as');
    const type = parseType(cursor);
    variables.push({ name, type, value: cursor.accept('=') ? parseExpression(cursor) : undefined });
  } while (cursor.accept(','));
  return { kind: 'declare', variables, line };
}

function parseSet(cursor: Cursor, line: number): Statement {
  cursor.expect('set');
  if (cursor.peek().kind !== 'variable') return parseOption(cursor, line);
  const name = variable(cursor);
  cursor.expect('=');
  return { kind: 'set', variable: name, value: parseExpression(cursor), line };
}

function parseTransaction(cursor: Cursor, kind: 'begin' | 'save', line: number): Statement {
  if (!cursor.accept('transaction')) cursor.expect('tran');
  return { kind, name: cursor.atName() ? cursor.name() : undefined, line };
}

function parseEnd(cursor: Cursor, kind: 'commit' | 'rollback', line: number): Statement {
  if (!cursor.accept('transaction') && !cursor.accept('tran')) {
    cursor.accept('work');
    return { kind, name: undefined, line };
  }
  return { kind, name: cursor.atName() ? cursor.name() : undefined, line };
}

function parseIf(cursor: Cursor, line: number): Statement {
  cursor.expect('if');
  const condition = parseCondition(cursor);
  const body = parseBlock(cursor);
  while (cursor.at(';', 'else')) cursor.next();
  return { kind: 'if', condition, body, otherwise: cursor.accept('else') ? parseBlock(cursor) : [], line };
}

function parseBlock(cursor: Cursor): readonly Statement[] {
  const isTransaction = cursor.at('begin', 'tran') || cursor.at('begin', 'transaction');
  if (isTransaction || !cursor.accept('begin')) return [parseStatement(cursor)];
  const statements: Statement[] = [];
  for (;;) {
    while (cursor.accept(';'));
    if (cursor.accept('end')) return statements;
    statements.push(parseStatement(cursor));
  }
}

function parseRaiserror(cursor: Cursor, line: number): Statement {
  cursor.expect('raiserror', '(');
  const message = parseExpression(cursor);
  cursor.expect(',');
  const severity = cursor.integer();
  cursor.expect(',');
  const state = cursor.integer();
  cursor.expect(')');
  return { kind: 'raiserror', message, severity, state, line };
}

function parseExecute(cursor: Cursor, line: number): Statement {
  cursor.next();
  if (cursor.accept('(')) return parseExecuteText(cursor, line);
  const procedure = parseName(cursor);
  const list: ProcedureArgument[] = [];
  while (cursor.peek().kind !== 'end' && !cursor.at(';')) {
    const named = cursor.peek().kind === 'variable' && cursor.peek(1).text === '=';
    const name = named ? variable(cursor) : undefined;
    if (named) cursor.expect('=');
    list.push({ name, value: parseArgument(cursor) });
    if (!cursor.accept(',')) break;
  }
  return { kind: 'execute', procedure, arguments: list, line };
}

/** Only texts and variables may stand there, joined by `+`. */
function parseExecuteText(cursor: Cursor, line: number): Statement {
  const text: Expression[] = [];
  do {
    const token = cursor.next();
    if (token.kind === 'variable') text.push({ kind: 'variable', name: token.text, line: token.line });
    else if (token.kind === 'string') text.push({ kind: 'literal', type: token.national ? 'nstring' : 'string', text: token.text });
    else {
      cursor.back(cursor.position - 1);
      cursor.refuse();
    }
  } while (cursor.accept('+'));
  cursor.expect(')');
  return { kind: 'executeText', text, line };
}

/** An argument may be a bare word, which is a string: `exec sp_rename t, u`. */
function parseArgument(cursor: Cursor): Expression {
  if (cursor.at('null')) return parseExpression(cursor);
  if (cursor.atName()) return { kind: 'literal', type: 'nstring', text: cursor.name() };
  return parseExpression(cursor);
}
