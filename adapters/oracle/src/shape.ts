import { isKey, printWithKey } from '@lienthong/adapter-kit';
import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, type CatalogueTable, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Session } from './client.ts';
import { type ColumnForm, formOf } from './column-form.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type KeyColumn, keyColumn, rowidColumn } from './key-columns.ts';
import { requireReadable } from './readable.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';
import { mapColumn } from './type-mappings.ts';

/** What the statements that read a selection depend on. */
export interface Shape {
  /** Where the table is. */
  readonly container: string;
  readonly selection: Selection;
  readonly table: CatalogueTable;
  readonly keys: readonly CatalogueKey[];
  /** What to write behind FROM. */
  readonly from: string;
  /** Those of the table that may be read. */
  readonly all: readonly CatalogueColumn[];
  /** In selection order. */
  readonly columns: readonly CatalogueColumn[];
  readonly forms: readonly ColumnForm[];
  /** The key by which the table is walked: its own, or the selection's where it has none. */
  readonly walk: readonly KeyColumn[];
  /** No two rows share a walked key, and no part of it is NULL. */
  readonly walkUnique: boolean;
  /** An index puts rows in the order of the walk. */
  readonly walkIndexed: boolean;
  /** All that is selected: the forms, and behind them parts of the walked key that none of them prints. */
  readonly printed: readonly string[];
  /** Where a row of all that is printed has the parts of the walked key. */
  readonly walkPlaces: readonly number[];
}

/** Looks a selection up; refuses a collection or column that is not there, that this login may not read, or whose type is not known. */
export async function loadShape(session: Session, selection: Selection, policies: ColumnPolicies, signal: AbortSignal): Promise<Shape> {
  const scope = [selection.collection];
  const [found] = await loadTables(session, scope, signal);
  const all = await loadColumns(session, scope, signal);
  const table = await requireReadable(session, selection, found, all);
  const keys = table.kind === 'view' ? [] : await loadKeys(session, scope, signal);
  return { ...shapeOf(selection, table, all, keys, policies), container: session.server.container };
}

export function shapeOf(
  selection: Selection,
  table: CatalogueTable,
  all: readonly CatalogueColumn[],
  keys: readonly CatalogueKey[],
  policies: ColumnPolicies,
): Shape {
  const columns = selection.columns.flatMap((name) => all.filter((column) => column.name === name));
  for (const column of columns) requireKnownType(column);
  const forms = columns.map((column) => formOf(column, policies));
  const walk = findWalk(selection, table, all, keys, policies);
  const { printed, places } = printWithKey(
    forms.map((form, index) => form.sql(quoteIdentifier(columns[index]?.name ?? ''))),
    walk.columns.map((column) => column.printed(column.sql)),
  );
  return {
    ...{ container: '', selection, table, keys, from: quoteCollection(table), all, columns, forms },
    walk: walk.columns,
    walkUnique: walk.unique,
    walkIndexed: walk.indexed,
    printed,
    walkPlaces: places,
  };
}

function requireKnownType(column: CatalogueColumn): void {
  if (mapColumn(column) !== undefined) return;
  throw new LienThongError('TYPE_UNSUPPORTED', {
    message: `${column.name} of ${formatCollection({ schema: column.schema, name: column.table })} is ${column.type}, which is not known here`,
    remedy: 'Leave the column out, or convert it in a view.',
    details: { collections: [formatCollection({ schema: column.schema, name: column.table })] },
  });
}

interface Walk {
  readonly columns: readonly KeyColumn[];
  readonly unique: boolean;
  readonly indexed: boolean;
}

/** The primary key, another unique key that is never NULL, the place of the row; of a view the mapped key, else all columns together. */
function findWalk(
  selection: Selection,
  table: CatalogueTable,
  all: readonly CatalogueColumn[],
  keys: readonly CatalogueKey[],
  policies: ColumnPolicies,
): Walk {
  for (const key of keys) {
    const columns = isKey(key, all) ? toKeyColumns(key.columns, all, policies) : undefined;
    if (columns !== undefined) return { columns, unique: true, indexed: true };
  }
  if (table.kind !== 'view' && !table.indexOrganized) return { columns: [rowidColumn], unique: true, indexed: false };
  const ordering = all.flatMap((column) => keyColumn(column, policies) ?? []);
  const columns = selection.key.length > 0 ? toKeyColumns(selection.key, all, policies) : ordering;
  if (columns === undefined || columns.length === 0) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${formatCollection(selection.collection)} has no key, and its mapped key has a type that puts nothing in order`,
      remedy: 'Map a key of numbers, times or texts.',
    });
  }
  return { columns, unique: false, indexed: false };
}

function toKeyColumns(
  names: readonly string[],
  all: readonly CatalogueColumn[],
  policies: ColumnPolicies,
): readonly KeyColumn[] | undefined {
  const columns = names.flatMap((name) => all.filter((column) => column.name === name)).map((column) => keyColumn(column, policies));
  return columns.every((column) => column !== undefined) && columns.length === names.length ? columns : undefined;
}
