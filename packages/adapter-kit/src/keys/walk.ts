import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type CatalogueKey, isKey, type TableColumn } from '../tables/catalogue.ts';

/** The order in which the rows of a table are read. */
export interface Walk<Column> {
  readonly columns: readonly Column[];
  /** No two rows share a walked key, and no part of it is NULL. */
  readonly unique: boolean;
  /** The index that puts rows in this order; `undefined`: each page looks for it anew. */
  readonly index: string | undefined;
}

/** A table, as far as its walk depends on it. */
export interface WalkedTable<Described extends TableColumn, Column> {
  readonly selection: Selection;
  /** Those that may be read. */
  readonly columns: readonly Described[];
  /** The best first. */
  readonly keys: readonly CatalogueKey[];
  /** Where a row lies, of an engine that can go on from there: how tables without a key are walked. */
  readonly place: Column | undefined;
  /** `undefined`: values of its type cannot be told to the server again. */
  keyColumn(column: Described): Column | undefined;
}

/**
 * The primary key is how most tables lie on disk; another key of the table is the next best; else the place of the row, else the mapped
 * key, unique or not, and where nothing is mapped as one all columns together.
 */
export function findWalk<Described extends TableColumn, Column extends { readonly name: string }>(
  table: WalkedTable<Described, Column>,
): Walk<Column> {
  const { selection, columns, keys, place } = table;
  for (const key of keys) {
    const walked = isKey(key, columns) ? keyColumns(key.columns, table) : undefined;
    if (walked !== undefined) return { columns: walked, unique: true, index: key.name };
  }
  if (place !== undefined) return { columns: [place], unique: true, index: undefined };
  const mapped = selection.key.length > 0 ? keyColumns(selection.key, table) : columns.flatMap((column) => table.keyColumn(column) ?? []);
  if (mapped === undefined || mapped.length === 0) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${formatCollection(selection.collection)} has no key, and its mapped key has a type that puts nothing in order`,
      remedy: 'Map a key of numbers, times or short texts, or give the table a primary key of such columns.',
    });
  }
  return inOrderOfIndex(mapped, keys);
}

/** The order of the index that serves it. */
function inOrderOfIndex<Column extends { readonly name: string }>(columns: readonly Column[], keys: readonly CatalogueKey[]): Walk<Column> {
  const index = keys.find((key) => {
    const leading = key.columns.slice(0, columns.length);
    return columns.every((column) => leading.includes(column.name));
  });
  if (index === undefined) return { columns, unique: false, index: undefined };
  const ordered = index.columns.slice(0, columns.length).flatMap((name) => columns.filter((column) => column.name === name));
  return { columns: ordered, unique: false, index: index.name };
}

function keyColumns<Described extends TableColumn, Column>(
  names: readonly string[],
  { columns, keyColumn }: WalkedTable<Described, Column>,
): readonly Column[] | undefined {
  const found = names.flatMap((name) => columns.filter((column) => column.name === name)).map(keyColumn);
  return found.every((column) => column !== undefined) && found.length === names.length ? found : undefined;
}
