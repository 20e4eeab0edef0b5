import type { KeyString } from '../bson/key-string.ts';
import type { Collection } from './collection.ts';
import { type Layer, layeredRecords } from './layered-records.ts';
import type { RecordReader } from './ordered-records.ts';

/** All collections as they were when it was taken: keeps what others overwrite from then on. */
export interface Snapshot {
  /** Called before a record changes. */
  keep(collection: Collection, key: KeyString, before: Buffer | undefined): void;
  reader(collection: Collection): RecordReader;
  /** Whether the record was changed since. */
  isChanged(collection: Collection, key: KeyString): boolean;
}

export function takeSnapshot(): Snapshot {
  const layers = new Map<Collection, Layer>();
  const layerOf = (collection: Collection): Layer => {
    const layer = layers.get(collection) ?? new Map<KeyString, Buffer | undefined>();
    layers.set(collection, layer);
    return layer;
  };
  return {
    keep: (collection, key, before) => {
      const layer = layerOf(collection);
      if (!layer.has(key)) layer.set(key, before);
    },
    reader: (collection) => layeredRecords(collection.records, layerOf(collection)),
    isChanged: (collection, key) => layers.get(collection)?.has(key) ?? false,
  };
}
