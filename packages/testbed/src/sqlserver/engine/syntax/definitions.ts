import type { Statement, TableChange } from './ast.ts';
import { parseColumn, parseConstraint, startsConstraint } from './columns.ts';
import { parseCondition } from './conditions.ts';
import type { Cursor } from './cursor.ts';
import { parseAlterDatabase } from './databases.ts';
import { parseIndexOptions, parseKeyColumns } from './keys.ts';
import { parseColumnNames, parseName } from './names.ts';
import { parseQuery } from './query.ts';

export function parseCreate(cursor: Cursor, line: number): Statement {
  cursor.expect('create');
  if (cursor.accept('table')) return parseTable(cursor, line);
  if (cursor.accept('view')) return parseView(cursor, line);
  if (cursor.accept('schema')) {
    const name = cursor.name();
    if (cursor.accept('authorization')) cursor.name();
    return { kind: 'createSchema', name, line };
  }
  if (cursor.accept('database')) {
    const name = cursor.name();
    return { kind: 'createDatabase', name, collation: cursor.accept('collate') ? cursor.name() : undefined, line };
  }
  if (cursor.accept('login')) {
    const name = cursor.name();
    cursor.expect('with', 'password', '=');
    const password = cursor.string();
    while (cursor.accept(',')) for (let word = 0; word < 3; word++) cursor.next();
    return { kind: 'createLogin', name, password, line };
  }
  if (cursor.accept('user')) {
    const name = cursor.name();
    if (cursor.accept('without', 'login')) return { kind: 'createUser', name, login: undefined, line };
    const login = cursor.accept('for', 'login') || cursor.accept('from', 'login') ? cursor.name() : name;
    return { kind: 'createUser', name, login, line };
  }
  return parseIndex(cursor, line);
}

function parseTable(cursor: Cursor, line: number): Statement {
  const name = parseName(cursor);
  cursor.expect('(');
  const columns: Extract<Statement, { kind: 'createTable' }>['columns'][number][] = [];
  const constraints: Extract<Statement, { kind: 'createTable' }>['constraints'][number][] = [];
  do {
    if (startsConstraint(cursor)) constraints.push(parseConstraint(cursor, undefined));
    else columns.push(parseColumn(cursor));
  } while (cursor.accept(',') && !cursor.at(')'));
  cursor.expect(')');
  if (cursor.accept('on')) cursor.name();
  if (cursor.accept('textimage_on')) cursor.name();
  return { kind: 'createTable', name, columns, constraints, line };
}

function parseView(cursor: Cursor, line: number): Statement {
  const name = parseName(cursor);
  const columns = parseColumnNames(cursor);
  if (cursor.accept('with')) cursor.expect('schemabinding');
  cursor.expect('as');
  const start = cursor.position;
  const query = parseQuery(cursor);
  return { kind: 'createView', name, columns, text: cursor.textFrom(start), query, line };
}

function parseIndex(cursor: Cursor, line: number): Statement {
  const unique = cursor.accept('unique');
  const clustered = cursor.accept('clustered');
  if (!clustered) cursor.accept('nonclustered');
  cursor.expect('index');
  const name = cursor.name();
  cursor.expect('on');
  const table = parseName(cursor);
  const columns = parseKeyColumns(cursor);
  const include = cursor.accept('include') ? parseColumnNames(cursor) : [];
  const start = cursor.position + 1;
  const where = cursor.accept('where') ? parseCondition(cursor) : undefined;
  const whereText = where === undefined ? '' : cursor.textFrom(start);
  parseIndexOptions(cursor);
  return { kind: 'createIndex', name, table, unique, clustered, columns, include, where, whereText, line };
}

export function parseAlter(cursor: Cursor, line: number): Statement {
  cursor.expect('alter');
  if (cursor.accept('database')) return parseAlterDatabase(cursor, line);
  if (cursor.accept('role')) {
    const role = cursor.name();
    const add = cursor.accept('add');
    if (!add) cursor.expect('drop');
    cursor.expect('member');
    return { kind: 'alterRole', role, member: cursor.name(), add, line };
  }
  cursor.expect('table');
  return { kind: 'alterTable', name: parseName(cursor), change: parseChange(cursor), line };
}

function parseChange(cursor: Cursor): TableChange {
  if (cursor.accept('alter', 'column')) return { kind: 'alterColumn', column: parseColumn(cursor) };
  if (cursor.accept('drop', 'column')) {
    cursor.accept('if', 'exists');
    const columns = [cursor.name()];
    while (cursor.accept(',')) columns.push(cursor.name());
    return { kind: 'dropColumn', columns };
  }
  if (cursor.accept('drop')) {
    cursor.accept('constraint');
    const names = [cursor.name()];
    while (cursor.accept(',')) names.push(cursor.name());
    return { kind: 'dropConstraint', names };
  }
  if (cursor.accept('disable', 'change_tracking')) return { kind: 'changeTracking', enable: false, trackColumns: false };
  if (cursor.accept('enable', 'change_tracking')) {
    if (!cursor.accept('with', '(', 'track_columns_updated', '=')) return { kind: 'changeTracking', enable: true, trackColumns: false };
    const trackColumns = cursor.accept('on');
    if (!trackColumns) cursor.expect('off');
    cursor.expect(')');
    return { kind: 'changeTracking', enable: true, trackColumns };
  }
  if (cursor.accept('with', 'nocheck') || cursor.accept('with', 'check')) {
    // How existing rows are treated; here they are always checked.
  }
  cursor.expect('add');
  const columns: Extract<TableChange, { kind: 'add' }>['columns'][number][] = [];
  const constraints: Extract<TableChange, { kind: 'add' }>['constraints'][number][] = [];
  do {
    if (startsConstraint(cursor)) constraints.push(parseConstraint(cursor, undefined));
    else columns.push(parseColumn(cursor));
  } while (cursor.accept(','));
  return { kind: 'add', columns, constraints };
}

const droppable = ['table', 'view', 'schema', 'database', 'user', 'login'] as const;

export function parseDrop(cursor: Cursor, line: number): Statement {
  cursor.expect('drop');
  if (cursor.accept('index')) {
    const ifExists = cursor.accept('if', 'exists');
    const name = cursor.name();
    cursor.expect('on');
    return { kind: 'dropIndex', name, table: parseName(cursor), ifExists, line };
  }
  const type = droppable.find((word) => cursor.accept(word)) ?? cursor.refuse();
  const ifExists = cursor.accept('if', 'exists');
  const names = [parseName(cursor)];
  while (cursor.accept(',')) names.push(parseName(cursor));
  return { kind: 'drop', type, names, ifExists, line };
}
