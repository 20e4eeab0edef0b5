import { SqlServerError } from '../../engine.ts';
import { bound } from '../binding/bound.ts';
import type { CatalogColumn, CatalogObject } from '../catalog/model.ts';
import { tableSql } from '../catalog/model.ts';
import type { Run } from '../run/session-state.ts';
import type { KeyColumn } from '../syntax/ast.ts';
import { sortKey } from '../translate/compare.ts';
import { quote } from './quote.ts';

export interface NewIndex {
  readonly name: string | undefined;
  readonly columns: readonly KeyColumn[];
  readonly include: readonly string[];
  readonly isUnique: boolean;
  readonly isClustered: boolean;
  readonly constraint: { readonly id: number; readonly isPrimaryKey: boolean } | undefined;
  readonly filter: { readonly sql: string; readonly text: string } | undefined;
}

export function columnNamed(object: CatalogObject, name: string): CatalogColumn {
  const column = object.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) throw new SqlServerError(1911, `Column name '${name}' does not exist in the target table or view.`);
  return column;
}

/** An index over what values are compared by: a key that the collation takes for taken is taken. */
export async function createIndex(run: Run, object: CatalogObject, index: NewIndex): Promise<void> {
  const id = await freeId(run, object, index);
  const keys = index.columns.map(({ name, descending }) => ({ column: keyColumn(object, name), descending }));
  const list = keys.map(
    ({ column, descending }) => `(${sortKey(bound(`c${column.id}`, column.type))}) ${descending ? 'desc nulls last' : 'asc nulls first'}`,
  );
  const [unique, distinct] = index.isUnique ? ['unique ', ' nulls not distinct'] : ['', ''];
  const filter = index.filter === undefined ? '' : ` where ${index.filter.sql}`;
  await run.sql(`create ${unique}index i${object.id}_${id} on ${tableSql(object)} (${list.join(', ')})${distinct}${filter}`);
  await register(run, object, index, id);
  const included = index.include.map((name) => ({ column: columnNamed(object, name), descending: false }));
  const rows = [...keys, ...included].map(({ column, descending }, at) => {
    const isKey = at < keys.length;
    return `(${object.id}, ${id}, ${at + 1}, ${column.id}, ${isKey ? at + 1 : 0}, ${descending}, ${!isKey})`;
  });
  await run.sql(`insert into cat.index_columns values ${rows.join(', ')}`);
}

/** 1 for a clustered index, else the next. */
async function freeId(run: Run, object: CatalogObject, { name = '', isClustered }: NewIndex): Promise<number> {
  const { rows } = await run.sql(
    `select coalesce(max(index_id), 1), bool_or(index_id = 1), bool_or(lower(name) = lower(${quote(name)})) from cat.indexes where object_id = ${object.id}`,
  );
  const [highest, hasClustered, isTaken] = rows[0] ?? [];
  if (isTaken === 't')
    throw new SqlServerError(
      1913,
      `The operation failed because an index or statistics with name '${name}' already exists on table '${object.name}'.`,
    );
  if (isClustered && hasClustered === 't')
    throw new SqlServerError(1902, `Cannot create more than one clustered index on table '${object.name}'.`);
  return isClustered ? 1 : Number(highest) + 1;
}

function keyColumn(object: CatalogObject, name: string): CatalogColumn {
  const column = columnNamed(object, name);
  if ('length' in column.type && column.type.length === 'max') {
    throw new SqlServerError(
      1919,
      `Column '${column.name}' in table '${object.name}' is of a type that is invalid for use as a key column in an index.`,
    );
  }
  return column;
}

async function register(
  run: Run,
  object: CatalogObject,
  { name, isClustered, isUnique, constraint, filter }: NewIndex,
  id: number,
): Promise<void> {
  const orNull = (text: string | undefined): string => (text === undefined ? 'null' : quote(text));
  await run.sql(`insert into cat.indexes (object_id, index_id, name, type, is_unique, is_primary_key, is_constraint, constraint_id, filter)
    values (${object.id}, ${id}, ${orNull(name)}, ${isClustered ? 1 : 2}, ${isUnique}, ${constraint?.isPrimaryKey ?? false}, ${constraint !== undefined}, ${constraint?.id ?? 'null'}, ${orNull(filter?.text)})`);
}

export async function dropIndex(run: Run, object: CatalogObject, indexId: number): Promise<void> {
  await run.sql(`drop index data.i${object.id}_${indexId}`);
  await run.sql(`delete from cat.index_columns where object_id = ${object.id} and index_id = ${indexId}`);
  await run.sql(`delete from cat.indexes where object_id = ${object.id} and index_id = ${indexId}`);
}
