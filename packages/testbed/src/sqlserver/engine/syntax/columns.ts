import type { ColumnDefinition, ConstraintDefinition, KeyColumn, TypeName } from './ast.ts';
import { parseCondition } from './conditions.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseIndexOptions, parseKeyColumns } from './keys.ts';
import { parseColumnNames, parseName, parseType } from './names.ts';

interface Building {
  computed: ColumnDefinition['computed'];
  collation: string | undefined;
  nullable: boolean | undefined;
  identity: ColumnDefinition['identity'];
  default: ColumnDefinition['default'];
  isRowGuid: boolean;
  readonly constraints: ConstraintDefinition[];
}

export function startsConstraint(cursor: Cursor): boolean {
  return ['constraint', 'primary', 'unique', 'foreign', 'check'].some((word) => cursor.at(word)) || cursor.at('default', '(');
}

/** A column of `create table`, `alter table … add` or `alter column`. */
export function parseColumn(cursor: Cursor): ColumnDefinition {
  const { line } = cursor;
  const name = cursor.name();
  const building: Building = {
    computed: undefined,
    collation: undefined,
    nullable: undefined,
    identity: undefined,
    default: undefined,
    isRowGuid: false,
    constraints: [],
  };
  let type: TypeName | undefined;
  if (cursor.accept('as')) {
    const start = cursor.position;
    const value = parseExpression(cursor);
    building.computed = { value, text: cursor.textFrom(start), persisted: cursor.accept('persisted') };
  } else if (name.toLowerCase() === 'timestamp' && (cursor.at(',') || cursor.at(')'))) {
    type = { name: 'timestamp', arguments: [], line };
  } else type = parseType(cursor);
  while (parseProperty(cursor, name, building));
  return { name, type, ...building, line };
}

function parseProperty(cursor: Cursor, column: string, building: Building): boolean {
  if (cursor.accept('null')) building.nullable = true;
  else if (cursor.accept('not', 'null')) building.nullable = false;
  else if (cursor.accept('collate')) building.collation = cursor.name();
  else if (cursor.accept('rowguidcol')) building.isRowGuid = true;
  else if (cursor.accept('sparse')) building.nullable = true;
  else if (cursor.accept('identity')) building.identity = parseIdentity(cursor);
  else return parseInlineConstraint(cursor, column, building);
  return true;
}

function parseIdentity(cursor: Cursor): ColumnDefinition['identity'] {
  if (!cursor.accept('(')) return { seed: 1n, increment: 1n };
  const seed = signed(cursor);
  cursor.expect(',');
  const increment = signed(cursor);
  cursor.expect(')');
  return { seed, increment };
}

function signed(cursor: Cursor): bigint {
  const sign = cursor.accept('-') ? -1n : 1n;
  return sign * BigInt(cursor.next().text);
}

function parseInlineConstraint(cursor: Cursor, column: string, building: Building): boolean {
  const start = cursor.position;
  const name = cursor.accept('constraint') ? cursor.name() : undefined;
  if (cursor.accept('default')) {
    const from = cursor.position;
    const value = parseExpression(cursor);
    building.default = { name, value, text: cursor.textFrom(from) };
    return true;
  }
  if (!['primary', 'unique', 'references', 'check', 'foreign'].some((word) => cursor.at(word))) {
    cursor.back(start);
    return false;
  }
  cursor.back(start);
  building.constraints.push(parseConstraint(cursor, column));
  return true;
}

/** A constraint of the table, or of the column that it stands behind. */
export function parseConstraint(cursor: Cursor, column: string | undefined): ConstraintDefinition {
  const name = cursor.accept('constraint') ? cursor.name() : undefined;
  if (cursor.accept('primary', 'key')) return parseKey(cursor, 'primaryKey', name, column);
  if (cursor.accept('unique')) return parseKey(cursor, 'unique', name, column);
  if (cursor.accept('default')) {
    const start = cursor.position;
    const value = parseExpression(cursor);
    const text = cursor.textFrom(start);
    cursor.expect('for');
    return { kind: 'default', name, column: cursor.name(), value, text };
  }
  if (cursor.accept('check')) {
    const start = cursor.position;
    cursor.expect('(');
    const condition = parseCondition(cursor);
    cursor.expect(')');
    return { kind: 'check', name, condition, text: cursor.textFrom(start) };
  }
  const columns = cursor.accept('foreign', 'key') ? parseColumnNames(cursor) : [column ?? cursor.refuse()];
  cursor.expect('references');
  const table = parseName(cursor);
  const references = parseColumnNames(cursor);
  return {
    kind: 'foreignKey',
    name,
    columns: columns.length === 0 ? [column ?? cursor.refuse()] : columns,
    table,
    references,
    onDelete: parseActions(cursor),
  };
}

function parseKey(
  cursor: Cursor,
  kind: 'primaryKey' | 'unique',
  name: string | undefined,
  column: string | undefined,
): ConstraintDefinition {
  const isClustered = cursor.accept('clustered');
  const clustered = isClustered ? true : cursor.accept('nonclustered') ? false : undefined;
  const own: readonly KeyColumn[] = column === undefined ? [] : [{ name: column, descending: false }];
  const columns = cursor.at('(') ? parseKeyColumns(cursor) : own;
  if (columns.length === 0) cursor.refuse();
  parseIndexOptions(cursor);
  return { kind, name, clustered, columns };
}

const actions = [['no', 'action'], ['cascade'], ['set', 'null'], ['set', 'default']] as const;

function parseActions(cursor: Cursor): string {
  let onDelete = 'no action';
  while (cursor.at('on', 'delete') || cursor.at('on', 'update')) {
    const isDelete = cursor.at('on', 'delete');
    cursor.next();
    cursor.next();
    const action = actions.find((words) => cursor.accept(...words))?.join(' ') ?? cursor.refuse();
    if (isDelete) onDelete = action;
  }
  return onDelete;
}
