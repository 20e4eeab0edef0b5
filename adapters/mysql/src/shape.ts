import { isKey, printWithKey } from '@lienthong/adapter-kit';
import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
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
  /** What to write behind FROM. */
  readonly from: string;
  /** In selection order. */
  readonly columns: readonly CatalogueColumn[];
  readonly forms: readonly ColumnForm[];
  /** The key by which the table is walked: its own, or the selection's where it has none. */
  readonly walk: readonly KeyColumn[];
  /** No two rows share a walked key, and no part of it is NULL. */
  readonly walkUnique: boolean;
  /** All that is selected: the forms, and behind them parts of the walked key that none of them prints. */
  readonly printed: readonly string[];
  /** Where a row of all that is printed has the parts of the walked key. */
  readonly walkPlaces: readonly number[];
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
  const walk = findWalk(selection, all, keys);
  const { printed, places } = printWithKey(
    forms.map((form) => form.sql),
    walk.columns.map((column) => column.printed),
  );
  return {
    selection,
    table,
    keys,
    from: fromIndex(table, walk.index),
    columns,
    forms,
    walk: walk.columns,
    walkUnique: walk.unique,
    printed,
    walkPlaces: places,
  };
}

/** What to write behind FROM. The planner may prefer to read and sort everything: pages must go along the index. */
export function fromIndex(table: CatalogueTable, index: string | undefined): string {
  const name = quoteCollection(table);
  return index === undefined ? name : `${name} force index (${quoteIdentifier(index)})`;
}

interface Walk {
  readonly columns: readonly KeyColumn[];
  readonly unique: boolean;
  readonly index: string | undefined;
}

/**
 * The primary key is how InnoDB lies on disk; another key of the table is the next best; else the mapped key, unique or not, and
 * where nothing is mapped as one all columns together.
 */
function findWalk(selection: Selection, all: readonly CatalogueColumn[], keys: readonly CatalogueKey[]): Walk {
  for (const key of keys) {
    const columns = isKey(key, all) ? toKeyColumns(key.columns, all) : undefined;
    if (columns !== undefined) return { columns, unique: true, index: key.name };
  }
  const columns = selection.key.length > 0 ? toKeyColumns(selection.key, all) : all.flatMap((column) => keyColumn(column) ?? []);
  if (columns === undefined || columns.length === 0) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${formatCollection(selection.collection)} has no key, and its mapped key has a type that puts nothing in order`,
      remedy: 'Give the table a primary key, or map a key of numbers, times or short texts.',
    });
  }
  // The order of the index that serves it.
  const index = keys.find((key) => {
    const leading = key.columns.slice(0, columns.length);
    return columns.every((column) => leading.includes(column.name));
  });
  if (index === undefined) return { columns, unique: false, index: undefined };
  const ordered = index.columns.slice(0, columns.length).flatMap((name) => columns.filter((column) => column.name === name));
  return { columns: ordered, unique: false, index: index.name };
}

function toKeyColumns(names: readonly string[], all: readonly CatalogueColumn[]): readonly KeyColumn[] | undefined {
  const columns = names.flatMap((name) => all.filter((column) => column.name === name)).map(keyColumn);
  return columns.every((column) => column !== undefined) && columns.length === names.length ? columns : undefined;
}
