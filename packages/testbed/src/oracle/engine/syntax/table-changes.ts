import { parseColumn, parseConstraint, parseLogGroup } from './columns.ts';
import type { Cursor } from './cursor.ts';
import type { ColumnDefinition, Definition, TableChange } from './statement-ast.ts';

export function parseAlterTable(cursor: Cursor): Definition {
  const name = cursor.path();
  const changes: TableChange[] = [];
  while (cursor.peek().kind !== 'end' && !cursor.is(';')) changes.push(...change(cursor));
  return { kind: 'alter table', name, changes };
}

function change(cursor: Cursor): readonly TableChange[] {
  if (cursor.accept('ADD')) {
    if (cursor.accept('SUPPLEMENTAL')) return [{ kind: 'add log group', group: parseLogGroup(cursor) }];
    const constraint = parseConstraint(cursor, true);
    if (constraint !== undefined) return [{ kind: 'add constraint', constraint }];
    return columns(cursor).map((column) => ({ kind: 'add column', column }));
  }
  if (cursor.accept('MODIFY')) return columns(cursor).map((column) => ({ kind: 'modify column', column }));
  if (cursor.accept('DROP')) {
    if (cursor.accept('SUPPLEMENTAL')) return [{ kind: 'drop log group', group: parseLogGroup(cursor) }];
    if (cursor.accept('PRIMARY', 'KEY')) return [{ kind: 'drop constraint', name: undefined }];
    if (cursor.accept('CONSTRAINT')) return [{ kind: 'drop constraint', name: cursor.name() }];
    if (cursor.accept('COLUMN')) return [{ kind: 'drop column', name: cursor.name() }];
    cursor.expect('(');
    const names: TableChange[] = [];
    do names.push({ kind: 'drop column', name: cursor.name() });
    while (cursor.accept(','));
    cursor.expect(')');
    return names;
  }
  if (cursor.accept('RENAME')) {
    if (cursor.accept('TO')) return [{ kind: 'rename', to: cursor.name() }];
    cursor.expect('COLUMN');
    const name = cursor.name();
    cursor.expect('TO');
    return [{ kind: 'rename column', name, to: cursor.name() }];
  }
  // Row movement, caching, storage: nothing that shows here.
  while (cursor.peek().kind !== 'end' && !cursor.is(';')) cursor.next();
  return [{ kind: 'other' }];
}

function columns(cursor: Cursor): readonly ColumnDefinition[] {
  cursor.accept('COLUMN');
  if (!cursor.accept('(')) return [parseColumn(cursor)];
  const list: ColumnDefinition[] = [];
  do list.push(parseColumn(cursor));
  while (cursor.accept(','));
  cursor.expect(')');
  return list;
}
