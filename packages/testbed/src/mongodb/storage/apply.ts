import { keyOf } from '../bson/key-string.ts';
import { documentValue, fieldOf, fieldsOf, textOf } from '../bson/value.ts';
import type { Catalog } from './catalog.ts';
import { addIndexes, type Collection, dropIndex, setOptions } from './collection.ts';
import type { Change } from './oplog.ts';
import type { Snapshot } from './snapshot.ts';

const toField = Buffer.from('to');
const nameField = Buffer.from('name');
const indexesField = Buffer.from('indexes');

/** Makes a change true, in operation and again when the journal is read: both go this way. */
export function applyChange(catalog: Catalog, snapshots: Iterable<Snapshot>, change: Change): void {
  const collection = catalog.find(change.db, change.collection);
  switch (change.operation) {
    case 'create':
      catalog.create(change.db, change.collection, known(change.uuid), known(change.details));
      return;
    case 'drop':
      catalog.drop(change.db, change.collection);
      return;
    case 'dropDatabase':
    case 'noop':
      return;
    default:
      if (collection === undefined)
        throw new Error(`${change.operation} of a collection that is not there: ${change.db}.${change.collection}`);
      applyToCollection(catalog, snapshots, collection, change);
  }
}

function applyToCollection(catalog: Catalog, snapshots: Iterable<Snapshot>, collection: Collection, change: Change): void {
  switch (change.operation) {
    case 'rename':
      catalog.rename(collection, textOf(known(fieldOf(documentValue(known(change.details)), toField))));
      return;
    case 'modify':
      setOptions(collection, known(change.details));
      return;
    case 'createIndexes':
      addIndexes(collection, fieldsOf(known(fieldOf(documentValue(known(change.details)), indexesField))));
      return;
    case 'dropIndexes':
      dropIndex(collection, textOf(known(fieldOf(documentValue(known(change.details)), nameField))));
      return;
    default:
      applyToRecord(snapshots, collection, change);
  }
}

function applyToRecord(snapshots: Iterable<Snapshot>, collection: Collection, change: Change): void {
  const key = keyOf(known(change.id));
  for (const snapshot of snapshots) snapshot.keep(collection, key, change.before);
  for (const index of collection.unique.values()) index.replace(key, change.before, change.after);
  if (change.after === undefined) collection.records.delete(key);
  else collection.records.set(key, change.after);
}

/** What each kind of change carries is fixed where it is made; this only tells the compiler. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A change lacks a part that its operation needs.');
  return value;
}
