import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type ListedCollection, listCollections } from './catalogue.ts';
import type { Client } from './client.ts';
import { type CollectionPath, parseCollectionName } from './collection-path.ts';
import { type ColumnPath, parseColumn } from './column-path.ts';
import { type Column, startsWith } from './columns.ts';
import type { Knowledge } from './knowledge.ts';
import { type MongoType, mongoType } from './types.ts';

/** What reading a selection depends on. */
export interface Shape {
  readonly selection: Selection;
  /** For people. */
  readonly name: string;
  readonly listed: ListedCollection;
  readonly path: CollectionPath;
  /** In selection order. */
  readonly columns: readonly SelectedColumn[];
}

export interface SelectedColumn {
  readonly name: string;
  readonly path: ColumnPath;
  /** `undefined`: nothing is known of a collection without documents, and each value has the form of its own type. */
  readonly type: MongoType | undefined;
  /** Index of the array whose elements it numbers. */
  readonly ordinal: number | undefined;
}

/** Looks a selection up; refuses a collection or column that is not there, or that this login may not read. */
export async function loadShape(
  client: Client,
  selection: Selection,
  knowledge: Knowledge,
  database: string,
  signal: AbortSignal,
): Promise<Shape> {
  const name = formatCollection(selection.collection);
  const details = { collections: [name] };
  const path = parseCollectionName(selection.collection.name);
  if (selection.collection.schema !== database) {
    throw new LienThongError('COLLECTION_MISSING', {
      message: `${name} is in another database than this source, ${database}`,
      remedy: 'Give each database a source of its own.',
      details,
    });
  }
  const unselected = selection.key.find((key) => !selection.columns.includes(key));
  if (unselected !== undefined) {
    throw new LienThongError('MAPPING_INVALID', { message: `key column ${unselected} is not among the selected columns` });
  }
  const [listed] = await listCollections(client, signal, path.collection);
  if (listed === undefined) {
    throw new LienThongError('COLLECTION_MISSING', {
      message: `${name} does not exist, or this login may not see it`,
      remedy: `Check the name; if it is right, the account needs the role read: db.grantRolesToUser(…, [{ role: 'read', db: '${database}' }])`,
      details,
    });
  }
  if (listed.kind !== 'collection') {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${name} is a ${listed.kind}, which cannot be read in the order of its _id`,
      remedy: 'Publish the collection that it stands on.',
      details,
    });
  }
  const known = await knowledge.of(listed, signal);
  const columns = knowledge.columns(path, known);
  const selected = selection.columns.map((column): SelectedColumn | undefined => selectedColumn(column, columns, path, known.isEmpty));
  const missing = selection.columns.filter((_, index) => selected[index] === undefined);
  if (missing.length > 0) {
    throw new LienThongError('SCHEMA_CHANGED', {
      message: `none of the documents of ${name} that were looked at has ${missing.map((column) => JSON.stringify(column)).join(', ')}`,
      remedy: `Check the names; for a field that few documents have, declare it: columns: { '${selection.collection.name}': { '${missing[0]}': string } } in the options of the source.`,
      details,
    });
  }
  return { selection, name, listed, path, columns: selected.filter((column) => column !== undefined) };
}

function selectedColumn(name: string, columns: readonly Column[], path: CollectionPath, isEmpty: boolean): SelectedColumn | undefined {
  const known = columns.find((column) => column.name === name);
  if (known !== undefined) {
    const ordinal = known.ordinal ? path.arrays.indexOf(known.path) : undefined;
    return { name, path: known.path, type: known.type, ordinal };
  }
  const own = parseColumn(name);
  // A document that is described by its fields may be read as a whole.
  if (columns.some((column) => startsWith(column.path, own))) return { name, path: own, type: mongoType('object'), ordinal: undefined };
  return isEmpty ? { name, path: own, type: undefined, ordinal: undefined } : undefined;
}
