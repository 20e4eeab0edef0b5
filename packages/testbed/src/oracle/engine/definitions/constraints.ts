import { OracleError } from '../../engine.ts';
import type { Context } from '../binding/context.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { quote, quoteOrNull } from '../quote.ts';
import type { Run } from '../run/run.ts';
import { columnName, tableName } from '../storage/tables.ts';
import type { ConstraintDefinition, LogGroup } from '../syntax/statement-ast.ts';
import { tableSource } from '../translate/table-source.ts';
import { newId } from './define.ts';

export type Table = Pick<CatalogObject, 'id' | 'owner' | 'name' | 'columns' | 'constraints'>;

function idOf({ columns }: Table, name: string): number {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new OracleError(904, `"${name}": invalid identifier`);
  return found.id;
}

/** A constraint in the dictionary and in the storage, as \`k<constraint_id>\`; keys have an index of their name. */
export async function constraintSql(
  run: Run,
  context: Context,
  table: Table,
  { type, ...constraint }: ConstraintDefinition,
): Promise<readonly string[]> {
  const id = await newId(run);
  const name = constraint.name ?? `SYS_C00${id}`;
  const ids = constraint.columns.map((column) => idOf(table, column));
  const list = ids.map(columnName).join(', ');
  const add = (what: string): string => `alter table ${tableName(table.id)} add constraint k${id} ${what}`;
  const generated = constraint.name === undefined ? 'GENERATED NAME' : 'USER NAME';
  const row = (extra: { search?: string; target?: number; rule?: string; index?: number } = {}): string =>
    `insert into cat.constraints (constraint_id, object_id, container, owner, name, type, columns, search_text, target_id, delete_rule, status, generated, index_id) overriding system value values (${id}, ${table.id}, ${quote(run.facts.container)}, ${quote(table.owner)}, ${quote(name)}, '${type}',
     ${quote(JSON.stringify(ids))}, ${quoteOrNull(extra.search)}, ${extra.target ?? 'null'}, ${quoteOrNull(extra.rule)}, '${constraint.disabled ? 'DISABLED' : 'ENABLED'}', '${generated}', ${extra.index ?? 'null'})`;
  if (type === 'C') {
    const condition = context.condition(constraint.check?.condition ?? { kind: 'exists', query: {} as never }, {
      sources: [tableSource(context, table as CatalogObject, '', table.name)],
      parent: undefined,
      groups: undefined,
    });
    return [row({ search: constraint.check?.text ?? '' }), ...(constraint.disabled ? [] : [add(`check (${condition})`)])];
  }
  if (type === 'R') return foreignKey(context, constraint, add, list, row);
  if (type === 'P' && table.constraints.some((known) => known.type === 'P'))
    throw new OracleError(2260, 'table can have only one primary key');
  if (constraint.disabled) return [row()];
  const index = await newId(run);
  return [
    add(`${type === 'P' ? 'primary key' : 'unique'} (${list})`),
    ...(type === 'P' ? [`update cat.columns set nullable = false where object_id = ${table.id} and column_id in (${ids.join(', ')})`] : []),
    row({ index }),
    indexRow(
      run,
      table,
      index,
      name,
      true,
      constraint.columns.map((column) => ({ text: `"${column}"`, name: column, descending: false })),
    ),
  ];
}

function foreignKey(
  context: Context,
  { target, deleteRule, disabled }: Omit<ConstraintDefinition, 'type'>,
  add: (what: string) => string,
  list: string,
  row: (extra: { target: number; rule: string }) => string,
): readonly string[] {
  if (target === undefined) throw new OracleError(905, 'missing keyword');
  const parent = context.object(target.table);
  const key = parent.constraints.find((known) =>
    target.columns.length === 0
      ? known.type === 'P'
      : known.type !== 'R' &&
        known.columns.map((column) => parent.columns.find(({ id }) => id === column)?.name).join() === target.columns.join(),
  );
  if (key === undefined) throw new OracleError(2270, 'no matching unique or primary key for this column-list');
  const rule = deleteRule === undefined ? '' : ` on delete ${deleteRule.toLowerCase()}`;
  const sql = add(`foreign key (${list}) references ${tableName(parent.id)} (${key.columns.map(columnName).join(', ')})${rule}`);
  return [row({ target: key.id, rule: deleteRule ?? 'NO ACTION' }), ...(disabled ? [] : [sql])];
}

export function indexRow(
  run: Run,
  table: Table,
  id: number,
  name: string,
  unique: boolean,
  columns: readonly { readonly text: string; readonly name: string | undefined; readonly descending: boolean }[],
): string {
  const detail = { unique, columns, type: columns.every(({ name: column }) => column !== undefined) ? 'NORMAL' : 'FUNCTION-BASED NORMAL' };
  return `insert into cat.objects (object_id, data_object_id, container, owner, name, type, parent_id, detail) values (${id}, ${id}, ${quote(run.facts.container)}, ${quote(table.owner)}, ${quote(name)}, 'INDEX', ${table.id}, ${quote(JSON.stringify(detail))})`;
}

export async function logGroupSql(run: Run, table: Table, { name, type, columns, always }: LogGroup): Promise<string> {
  const called = name ?? `SYS_C00${await newId(run)}`;
  const ids = columns.map((column) => idOf(table, column));
  return `insert into cat.log_groups (object_id, name, type, always, columns) values (${table.id}, ${quote(called)}, ${quote(type)}, ${quote(always ? 'ALWAYS' : 'CONDITIONAL')}, ${quote(JSON.stringify(ids))})`;
}
