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
  const { rows } = await run.sql(
    `select coalesce(max(index_id), 1), bool_or(index_id = 1), bool_or(lower(name) = lower(${quote(index.name ?? '')})) from cat.indexes where object_id = ${object.id}`,
  );
  const [highest, hasClustered, isTaken] = rows[0] ?? [];
  if (isTaken === 't')
    throw new SqlServerError(
      1913,
      `The operation failed because an index or statistics with name '${index.name}' already exists on table '${object.name}'.`,
    );
  if (index.isClustered && hasClustered === 't')
    throw new SqlServerError(1902, `Cannot create more than one clustered index on table '${object.name}'.`);
  const id = index.isClustered ? 1 : Number(highest) + 1;
  const keys = index.columns.map(({ name, descending }) => {
    const column = columnNamed(object, name);
    if ('length' in column.type && column.type.length === 'max') {
      throw new SqlServerError(
        1919,
        `Column '${column.name}' in table '${object.name}' is of a type that is invalid for use as a key column in an index.`,
      );
    }
    return { column, descending };
  });
  const list = keys.map(
    ({ column, descending }) => `(${sortKey(bound(`c${column.id}`, column.type))}) ${descending ? 'desc nulls last' : 'asc nulls first'}`,
  );
  await run.sql(
    `create ${index.isUnique ? 'unique ' : ''}index i${object.id}_${id} on ${tableSql(object)} (${list.join(', ')})${index.isUnique ? ' nulls not distinct' : ''}${index.filter === undefined ? '' : ` where ${index.filter.sql}`}`,
  );
  await run.sql(`insert into cat.indexes (object_id, index_id, name, type, is_unique, is_primary_key, is_constraint, constraint_id, filter)
    values (${object.id}, ${id}, ${index.name === undefined ? 'null' : quote(index.name)}, ${index.isClustered ? 1 : 2}, ${index.isUnique}, ${index.constraint?.isPrimaryKey ?? false},
    ${index.constraint !== undefined}, ${index.constraint?.id ?? 'null'}, ${index.filter === undefined ? 'null' : quote(index.filter.text)})`);
  const included = index.include.map((name) => ({ column: columnNamed(object, name), descending: false }));
  const rowsOf = [...keys, ...included].map(
    ({ column, descending }, at) =>
      `(${object.id}, ${id}, ${at + 1}, ${column.id}, ${at < keys.length ? at + 1 : 0}, ${descending}, ${at >= keys.length})`,
  );
  await run.sql(`insert into cat.index_columns values ${rowsOf.join(', ')}`);
}

export async function dropIndex(run: Run, object: CatalogObject, indexId: number): Promise<void> {
  await run.sql(`drop index data.i${object.id}_${indexId}`);
  await run.sql(`delete from cat.index_columns where object_id = ${object.id} and index_id = ${indexId}`);
  await run.sql(`delete from cat.indexes where object_id = ${object.id} and index_id = ${indexId}`);
}
