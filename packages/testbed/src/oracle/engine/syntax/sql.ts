import { OracleError } from '../../engine.ts';
import type { Cursor } from './cursor.ts';
import { parseDefinition } from './definitions.ts';
import { parseMerge } from './merge.ts';
import type { Statement } from './statement-ast.ts';
import { parseDelete, parseInsert, parseUpdate } from './writes.ts';

/** Also within blocks, where `;` ends it. */
export function parseOne(cursor: Cursor, text: string): Statement {
  switch (cursor.peek().text) {
    case 'SELECT':
    case 'WITH':
    case '(':
      return { kind: 'query', query: cursor.grammar.query(cursor) };
    case 'INSERT':
      return parseInsert(cursor);
    case 'UPDATE':
      return parseUpdate(cursor);
    case 'MERGE':
      return parseMerge(cursor);
    case 'DELETE':
      return parseDelete(cursor);
    case 'COMMIT':
      cursor.next();
      cursor.accept('WORK');
      return { kind: 'commit' };
    case 'ROLLBACK':
      cursor.next();
      cursor.accept('WORK');
      if (!cursor.accept('TO')) return { kind: 'rollback', to: undefined };
      cursor.accept('SAVEPOINT');
      return { kind: 'rollback', to: cursor.name() };
    case 'SAVEPOINT':
      cursor.next();
      return { kind: 'savepoint', name: cursor.name() };
    case 'SET':
      return parseSet(cursor);
    case 'LOCK':
      return parseLockTable(cursor);
    case 'ALTER':
      if (cursor.is('ALTER', 'SESSION', 'SET')) return parseSession(cursor);
      break;
    default:
  }
  if (cursor.peek().kind !== 'word') throw new OracleError(900, 'invalid SQL statement', { offset: cursor.at });
  return parseDefinition(cursor) ?? { kind: 'command', text };
}

function parseSet(cursor: Cursor): Statement {
  if (!cursor.is('SET', 'TRANSACTION')) cursor.fail(922, 'missing or invalid option');
  cursor.expect('SET', 'TRANSACTION');
  if (cursor.accept('READ', 'ONLY')) return { kind: 'set transaction', mode: 'read only' };
  if (cursor.accept('READ', 'WRITE')) return { kind: 'set transaction', mode: 'read write' };
  cursor.expect('ISOLATION');
  if (!cursor.is('LEVEL')) cursor.fail(905, 'missing keyword');
  cursor.next();
  if (cursor.accept('SERIALIZABLE')) return { kind: 'set transaction', mode: 'serializable' };
  cursor.expect('READ', 'COMMITTED');
  return { kind: 'set transaction', mode: 'read committed' };
}

function parseLockTable(cursor: Cursor): Statement {
  cursor.expect('LOCK', 'TABLE');
  const table = cursor.path();
  cursor.expect('IN');
  const words: string[] = [];
  while (!cursor.is('MODE')) words.push(cursor.next().text);
  cursor.expect('MODE');
  return { kind: 'lock table', table, mode: words.join(' '), nowait: cursor.accept('NOWAIT') };
}

function parseSession(cursor: Cursor): Statement {
  cursor.expect('ALTER', 'SESSION', 'SET');
  const settings: (readonly [string, string])[] = [];
  while (cursor.peek().kind === 'word') {
    const name = cursor.next().text;
    cursor.expect('=');
    const sign = cursor.accept('-') ? '-' : '';
    settings.push([name, `${sign}${cursor.next().text}`]);
    // CDB$ROOT is one word; a value such as AL16UTF16 too.
  }
  if (settings.length === 0) cursor.fail(922, 'missing or invalid option');
  return { kind: 'alter session', settings };
}
