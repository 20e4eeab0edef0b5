import type { Cursor } from './cursor.ts';
import { parseNames } from './names.ts';
import type { ColumnDefinition, ConstraintDefinition, LogGroup } from './statement-ast.ts';
import { parseType } from './types.ts';

/** What stands between the parentheses of CREATE TABLE, behind the first. */
export function parseElements(cursor: Cursor): {
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
  readonly logGroups: readonly LogGroup[];
} {
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const logGroups: LogGroup[] = [];
  do {
    const constraint = parseConstraint(cursor, true);
    if (constraint !== undefined) constraints.push(constraint);
    else if (cursor.accept('SUPPLEMENTAL')) logGroups.push(parseLogGroup(cursor));
    else columns.push(parseColumn(cursor));
  } while (cursor.accept(','));
  cursor.expect(')');
  return { columns, constraints, logGroups };
}

export function parseColumn(cursor: Cursor): ColumnDefinition {
  if (!cursor.isName()) cursor.fail(904, ': invalid identifier');
  const name = cursor.name();
  const hasType =
    ['word', 'quoted'].includes(cursor.peek().kind) && !['GENERATED', 'AS', 'DEFAULT', 'NOT', 'NULL'].includes(cursor.peek().text);
  const type = hasType ? parseType(cursor) : undefined;
  let column: ColumnDefinition = {
    name,
    type,
    default: undefined,
    virtual: undefined,
    identity: undefined,
    nullable: undefined,
    hidden: false,
    constraints: [],
  };
  for (;;) {
    const next = property(cursor, column);
    if (next === undefined) return column;
    column = next;
  }
}

/** What stands behind a column's type, one after the other; undefined at the end. */
function property(cursor: Cursor, column: ColumnDefinition): ColumnDefinition | undefined {
  if (cursor.accept('INVISIBLE')) return { ...column, hidden: true };
  if (cursor.accept('DEFAULT')) {
    if (cursor.accept('ON')) cursor.expect('NULL');
    const start = cursor.position;
    const value = cursor.grammar.expression(cursor);
    return { ...column, default: { value, text: cursor.textFrom(start) } };
  }
  if (cursor.is('GENERATED') || cursor.is('AS')) return parseGenerated(cursor, column);
  if (cursor.accept('NOT', 'NULL')) return { ...column, nullable: false };
  if (cursor.accept('NULL')) return { ...column, nullable: true };
  if (cursor.is('CONSTRAINT') && cursor.peek(2).text === 'NOT') {
    cursor.next();
    cursor.name();
    return column;
  }
  const constraint = parseConstraint(cursor, false);
  if (constraint === undefined) return undefined;
  const named = constraint.columns.length === 0 && constraint.type !== 'C' ? { ...constraint, columns: [column.name] } : constraint;
  return { ...column, constraints: [...column.constraints, named] };
}

function parseGenerated(cursor: Cursor, column: ColumnDefinition): ColumnDefinition {
  let identity: ColumnDefinition['identity'] = 'ALWAYS';
  if (cursor.accept('GENERATED') && !cursor.accept('ALWAYS')) {
    cursor.expect('BY', 'DEFAULT');
    identity = cursor.accept('ON', 'NULL') ? 'BY DEFAULT ON NULL' : 'BY DEFAULT';
  }
  cursor.expect('AS');
  if (cursor.is('IDENTITY')) {
    cursor.next();
    if (cursor.accept('(')) while (!cursor.accept(')')) cursor.next();
    return { ...column, identity, nullable: false };
  }
  cursor.expect('(');
  const start = cursor.position;
  const value = cursor.grammar.expression(cursor);
  const text = cursor.textFrom(start);
  cursor.expect(')');
  cursor.accept('VIRTUAL');
  return { ...column, virtual: { value, text } };
}

/** Undefined when no constraint stands here. `isOwn` for those of a table, which name their columns. */
export function parseConstraint(cursor: Cursor, isOwn: boolean): ConstraintDefinition | undefined {
  const words = ['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN', ...(isOwn ? [] : ['REFERENCES'])];
  if (cursor.peek().kind !== 'word' || !words.includes(cursor.peek().text)) return undefined;
  const name = cursor.accept('CONSTRAINT') ? cursor.name() : undefined;
  let constraint: ConstraintDefinition = {
    name,
    type: 'P',
    columns: [],
    check: undefined,
    target: undefined,
    deleteRule: undefined,
    disabled: false,
  };
  if (cursor.accept('PRIMARY')) {
    cursor.expect('KEY');
    constraint = { ...constraint, columns: isOwn ? parseNames(cursor) : [] };
  } else if (cursor.accept('UNIQUE')) constraint = { ...constraint, type: 'U', columns: isOwn ? parseNames(cursor) : [] };
  else if (cursor.accept('CHECK')) {
    cursor.expect('(');
    const start = cursor.position;
    const condition = cursor.grammar.condition(cursor);
    constraint = { ...constraint, type: 'C', check: { condition, text: cursor.textFrom(start) } };
    cursor.expect(')');
  } else constraint = { ...constraint, ...parseReference(cursor) };
  return { ...constraint, disabled: state(cursor) };
}

function parseReference(cursor: Cursor): Pick<ConstraintDefinition, 'type' | 'columns' | 'target' | 'deleteRule'> {
  let columns: readonly string[] = [];
  if (cursor.accept('FOREIGN')) {
    cursor.expect('KEY');
    columns = parseNames(cursor);
  }
  cursor.expect('REFERENCES');
  const target = { table: cursor.path(), columns: cursor.is('(') ? parseNames(cursor) : [] };
  let deleteRule: ConstraintDefinition['deleteRule'];
  if (cursor.accept('ON')) {
    cursor.expect('DELETE');
    if (cursor.accept('CASCADE')) deleteRule = 'CASCADE';
    else {
      cursor.expect('SET', 'NULL');
      deleteRule = 'SET NULL';
    }
  }
  return { type: 'R', columns, target, deleteRule };
}

/** ENABLE, DISABLE, VALIDATE, RELY, USING INDEX …: only whether it is disabled matters. */
function state(cursor: Cursor): boolean {
  let disabled = false;
  for (;;) {
    if (cursor.is('DISABLE')) disabled = true;
    else if (cursor.accept('USING', 'INDEX')) continue;
    else if (
      !['ENABLE', 'NOVALIDATE', 'VALIDATE', 'RELY', 'NORELY', 'DEFERRABLE', 'INITIALLY', 'DEFERRED', 'IMMEDIATE'].includes(
        cursor.peek().text,
      )
    )
      return disabled;
    cursor.next();
  }
}

/** Behind SUPPLEMENTAL. */
export function parseLogGroup(cursor: Cursor): LogGroup {
  cursor.expect('LOG');
  if (cursor.accept('GROUP')) {
    const name = cursor.name();
    const columns = cursor.is('(') ? parseNames(cursor) : [];
    return { name, type: 'USER LOG GROUP', columns, always: cursor.accept('ALWAYS') };
  }
  cursor.expect('DATA', '(');
  const words: string[] = [];
  while (!cursor.is(')')) words.push(cursor.next().text);
  cursor.expect(')');
  if (!cursor.accept('COLUMNS')) cursor.expect('COLUMN');
  const kind = words.join(' ');
  const type = {
    ALL: 'ALL COLUMN LOGGING',
    'PRIMARY KEY': 'PRIMARY KEY LOGGING',
    UNIQUE: 'UNIQUE KEY LOGGING',
    'FOREIGN KEY': 'FOREIGN KEY LOGGING',
  }[kind];
  return { name: undefined, type: type ?? cursor.fail(905, 'missing keyword'), columns: [], always: true };
}
