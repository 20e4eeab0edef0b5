import { findWalk, type OrderedRows, orderedRows } from '@lienthong/adapter-kit';
import type { Selection } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, type CatalogueTable, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Charsets } from './charsets.ts';
import type { Session } from './client.ts';
import { type ColumnForm, formOf } from './column-form.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type KeyColumn, keyColumn } from './key-columns.ts';
import { requireReadable } from './readable.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

/** What a source knows besides its sessions. */
export interface Knowledge {
  readonly policies: ColumnPolicies;
  readonly charsets: Charsets;
}

/** What the statements that read a selection depend on. */
export interface Shape {
  readonly selection: Selection;
  readonly table: CatalogueTable;
  readonly keys: readonly CatalogueKey[];
  /** In selection order. */
  readonly columns: readonly CatalogueColumn[];
  readonly forms: readonly ColumnForm[];
  /** In the order of its own key, or of the selection's where it has none. */
  readonly walk: OrderedRows<undefined, KeyColumn>;
  /** An index puts rows in the order of the walk. */
  readonly walkIndexed: boolean;
}

/** Looks a selection up; refuses a collection or column that is not there, or that this login may not read. */
export async function loadShape(session: Session, selection: Selection, knowledge: Knowledge, signal: AbortSignal): Promise<Shape> {
  const scope = [selection.collection];
  const [found] = await loadTables(session, scope, signal);
  const all = await loadColumns(session, scope, signal);
  const table = await requireReadable(session, selection, found, all, signal);
  const columns = selection.columns.flatMap((name) => all.filter((column) => column.name === name));
  const forms: ColumnForm[] = [];
  for (const column of columns) forms.push(await formOf(column, knowledge.policies, knowledge.charsets, session, signal));
  const keys = table.kind === 'view' ? [] : await loadKeys(session, scope, signal);
  const walk = findWalk({ selection, columns: all, keys, place: undefined, keyColumn });
  return {
    ...{ selection, table, keys, columns, forms },
    walk: inOrder(fromIndex(table, walk.index), forms, walk.columns, walk.unique),
    walkIndexed: walk.index !== undefined,
  };
}

/** The selected columns of all rows, in an order. */
export function inOrder(
  from: string,
  forms: readonly ColumnForm[],
  order: readonly KeyColumn[],
  unique: boolean,
): OrderedRows<undefined, KeyColumn> {
  const orderPrinted = order.map((column) => column.printed);
  return orderedRows(
    { from, order, unique, orderPrinted },
    forms.map((form) => form.sql),
  );
}

/** What to write behind FROM. The planner may prefer to read and sort everything: pages must go along the index. */
export function fromIndex(table: CatalogueTable, index: string | undefined): string {
  const name = quoteCollection(table);
  return index === undefined ? name : `${name} force index (${quoteIdentifier(index)})`;
}
