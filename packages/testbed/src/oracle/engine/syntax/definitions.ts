import type { Expression } from './ast.ts';
import { parseElements } from './columns.ts';
import type { Cursor } from './cursor.ts';
import { parseNames } from './names.ts';
import { parseGrant, parseUser } from './principals.ts';
import type { Definition, Partitioning } from './statement-ast.ts';
import { parseAlterTable } from './table-changes.ts';

/** CREATE, ALTER, DROP, TRUNCATE, COMMENT, GRANT and REVOKE; undefined for what rooms may know as commands. */
export function parseDefinition(cursor: Cursor): Definition | undefined {
  if (cursor.accept('CREATE')) return parseCreate(cursor);
  if (cursor.accept('ALTER', 'TABLE')) return parseAlterTable(cursor);
  if (cursor.accept('ALTER', 'USER')) return parseUser(cursor, 'alter user');
  if (cursor.accept('DROP')) return parseDrop(cursor);
  if (cursor.accept('TRUNCATE', 'TABLE')) return { kind: 'truncate', name: rest(cursor, cursor.path()) };
  if (cursor.is('GRANT') || cursor.is('REVOKE')) return parseGrant(cursor);
  if (cursor.accept('COMMENT')) {
    cursor.expect('ON');
    const isTable = cursor.accept('TABLE');
    if (!isTable) cursor.expect('COLUMN');
    const name = cursor.path();
    cursor.expect('IS');
    return { kind: 'comment', on: isTable ? 'TABLE' : 'COLUMN', name, text: cursor.string() };
  }
  return undefined;
}

/** Skips options of storage that change nothing here. */
function rest<Value>(cursor: Cursor, value: Value): Value {
  while (cursor.peek().kind !== 'end' && !cursor.is(';') && !cursor.is('AS')) cursor.next();
  return value;
}

function parseCreate(cursor: Cursor): Definition | undefined {
  const replace = cursor.accept('OR', 'REPLACE');
  const isTemporary = cursor.accept('GLOBAL', 'TEMPORARY');
  if (cursor.accept('TABLE')) return parseTable(cursor, isTemporary);
  cursor.accept('FORCE');
  const isMaterialized = cursor.is('MATERIALIZED') && cursor.peek(1).text === 'VIEW';
  if (isMaterialized) cursor.next();
  if (cursor.accept('VIEW')) {
    const name = cursor.path();
    const columns = cursor.is('(') ? parseNames(cursor) : [];
    if (isMaterialized) rest(cursor, undefined);
    cursor.expect('AS');
    const start = cursor.position;
    const query = cursor.grammar.query(cursor);
    const text = cursor.textFrom(start);
    if (cursor.accept('WITH', 'READ')) cursor.expect('ONLY');
    return { kind: 'create view', name, columns, replace, query, text, isMaterialized };
  }
  const unique = cursor.accept('UNIQUE');
  if (cursor.accept('INDEX')) return parseIndex(cursor, unique);
  const isPublic = cursor.accept('PUBLIC');
  if (cursor.accept('SYNONYM')) {
    const name = cursor.path();
    cursor.expect('FOR');
    return { kind: 'create synonym', name, target: cursor.path(), isPublic, replace };
  }
  if (cursor.is('SEQUENCE')) return parseSequence(cursor);
  if (cursor.accept('USER')) return parseUser(cursor, 'create user');
  if (cursor.is('ROLE')) {
    cursor.next();
    return { kind: 'create role', name: rest(cursor, cursor.name()) };
  }
  if (cursor.is('TRIGGER'))
    cursor.fail(3001, 'unimplemented feature: CREATE TRIGGER; DEFAULT sequence.NEXTVAL or an identity column fills a column here');
  return cursor.fail(901, 'invalid CREATE command');
}

function parseTable(cursor: Cursor, isTemporary: boolean): Definition {
  const name = cursor.path();
  const elements = cursor.accept('(') ? parseElements(cursor) : { columns: [], constraints: [], logGroups: [] };
  let partitioning: Partitioning | undefined;
  let isIndexOrganized = false;
  while (cursor.peek().kind !== 'end' && !cursor.is('AS') && !cursor.is(';')) {
    if (cursor.accept('ORGANIZATION', 'INDEX')) isIndexOrganized = true;
    else if (cursor.accept('PARTITION')) partitioning = parsePartitioning(cursor);
    else if (cursor.is('LIMIT')) cursor.fail(922, 'missing or invalid option');
    else cursor.next();
  }
  const query = cursor.accept('AS') ? cursor.grammar.query(cursor) : undefined;
  if (query === undefined && elements.columns.length === 0) cursor.fail(906, 'missing left parenthesis');
  return { kind: 'create table', name, ...elements, partitioning, isIndexOrganized, isTemporary, query };
}

function parsePartitioning(cursor: Cursor): Partitioning {
  cursor.expect('BY');
  const type = cursor.next().text;
  if (type !== 'RANGE' && type !== 'LIST' && type !== 'HASH') return cursor.fail(14_151, 'invalid table partitioning method');
  const columns = parseNames(cursor);
  let interval: string | undefined;
  if (cursor.is('INTERVAL')) {
    cursor.next();
    const start = cursor.position;
    cursor.expect('(');
    cursor.grammar.expression(cursor);
    cursor.expect(')');
    interval = cursor.textFrom(start).slice(1, -1);
  }
  const partitions: { name: string; bound: string }[] = [];
  if (cursor.accept('PARTITIONS')) {
    const count = cursor.integer();
    for (let index = 1; index <= count; index++) partitions.push({ name: `SYS_P${index}`, bound: '' });
    return { type, columns, partitions, interval };
  }
  cursor.expect('(');
  do {
    cursor.expect('PARTITION');
    const name = cursor.name();
    let bound = '';
    if (cursor.accept('VALUES')) {
      if (cursor.is('LESS')) {
        cursor.next();
        cursor.next();
      }
      const start = cursor.position;
      cursor.expect('(');
      do if (!cursor.accept('DEFAULT')) cursor.grammar.expression(cursor);
      while (cursor.accept(','));
      cursor.expect(')');
      bound = cursor.textFrom(start).slice(1, -1);
    }
    partitions.push({ name, bound });
  } while (cursor.accept(','));
  cursor.expect(')');
  return { type, columns, partitions, interval };
}

function parseIndex(cursor: Cursor, unique: boolean): Definition {
  const name = cursor.path();
  cursor.expect('ON');
  const table = cursor.path();
  cursor.expect('(');
  const columns: { value: Expression; text: string; descending: boolean }[] = [];
  do {
    const start = cursor.position;
    const value = cursor.grammar.expression(cursor);
    const text = cursor.textFrom(start);
    const descending = cursor.accept('DESC');
    if (!descending) cursor.accept('ASC');
    columns.push({ value, text, descending });
  } while (cursor.accept(','));
  cursor.expect(')');
  return rest(cursor, { kind: 'create index', name, table, unique, columns });
}

function parseSequence(cursor: Cursor): Definition {
  cursor.next();
  const name = cursor.path();
  let [start, step, cache] = [1, 1, 20];
  while (cursor.peek().kind !== 'end' && !cursor.is(';')) {
    if (cursor.accept('START', 'WITH')) start = cursor.integer();
    else if (cursor.accept('INCREMENT', 'BY')) step = cursor.integer();
    else if (cursor.is('CACHE')) {
      cursor.next();
      cache = cursor.integer();
    } else cursor.next();
  }
  return { kind: 'create sequence', name, start, step, cache };
}

function parseDrop(cursor: Cursor): Definition {
  let type = cursor.next().text;
  if (type === 'PUBLIC') type = `PUBLIC ${cursor.next().text}`;
  if (type === 'MATERIALIZED') type = `MATERIALIZED ${cursor.next().text}`;
  if (!['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'INDEX', 'SEQUENCE', 'SYNONYM', 'PUBLIC SYNONYM', 'USER', 'ROLE'].includes(type))
    cursor.fail(950, 'invalid DROP option');
  const name = cursor.path();
  const cascade = cursor.is('CASCADE');
  return rest(cursor, { kind: 'drop', type, name, cascade });
}
