import { findWalk, type OrderedRows, orderedRows } from '@lienthong/adapter-kit';
import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, type CatalogueTable, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Session } from './client.ts';
import { type ColumnForm, formOf } from './column-form.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type KeyColumn, keyColumn, rowidColumn } from './key-columns.ts';
import { requireReadable } from './readable.ts';
import { type BindList, quoteCollection, quoteIdentifier } from './sql.ts';
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
  /** In the order of its own key, or of the selection's where it has none. */
  readonly walk: OrderedRows<BindList, KeyColumn>;
  /** An index puts rows in the order of the walk. */
  readonly walkIndexed: boolean;
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
  const hasPlaces = table.kind !== 'view' && !table.indexOrganized;
  const walk = findWalk({
    ...{ selection, columns: all, keys, place: hasPlaces ? rowidColumn : undefined },
    keyColumn: (column) => keyColumn(column, policies),
  });
  const from = quoteCollection(table);
  return {
    ...{ container: '', selection, table, keys, from, all, columns, forms },
    walk: inOrder({ from, columns, forms }, walk.columns, walk.unique),
    walkIndexed: walk.index !== undefined,
  };
}

/** The selected columns of all rows, in an order. */
export function inOrder(
  { from, columns, forms }: Pick<Shape, 'from' | 'columns' | 'forms'>,
  order: readonly KeyColumn[],
  unique: boolean,
): OrderedRows<BindList, KeyColumn> {
  const orderPrinted = order.map((column) => column.printed(column.sql));
  return orderedRows(
    { from, order, unique, orderPrinted },
    forms.map((form, index) => form.sql(quoteIdentifier(columns[index]?.name ?? ''))),
  );
}

function requireKnownType(column: CatalogueColumn): void {
  if (mapColumn(column) !== undefined) return;
  throw new LienThongError('TYPE_UNSUPPORTED', {
    message: `${column.name} of ${formatCollection({ schema: column.schema, name: column.table })} is ${column.type}, which is not known here`,
    remedy: 'Leave the column out, or convert it in a view.',
    details: { collections: [formatCollection({ schema: column.schema, name: column.table })] },
  });
}
