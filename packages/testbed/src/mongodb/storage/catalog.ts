import { type Collection, openCollection } from './collection.ts';

/** Databases and their collections, by name. */
export interface Catalog {
  databases(): readonly string[];
  collections(db: string): readonly Collection[];
  find(db: string, name: string): Collection | undefined;
  create(db: string, name: string, uuid: Buffer, options: Buffer): Collection;
  drop(db: string, name: string): void;
  rename(collection: Collection, name: string): void;
}

export function openCatalog(): Catalog {
  const databases = new Map<string, Map<string, Collection>>();
  const find = (db: string, name: string): Collection | undefined => databases.get(db)?.get(name);
  const drop = (db: string, name: string): void => {
    const collections = databases.get(db);
    collections?.delete(name);
    if (collections?.size === 0) databases.delete(db);
  };
  return {
    databases: () => [...databases.keys()].sort(),
    collections: (db) => [...(databases.get(db)?.values() ?? [])],
    find,
    create: (db, name, uuid, options) => {
      const collection = openCollection(db, name, uuid, options);
      const collections = databases.get(db) ?? new Map<string, Collection>();
      databases.set(db, collections.set(name, collection));
      return collection;
    },
    drop,
    rename: (collection, name) => {
      const collections = databases.get(collection.db);
      collections?.delete(collection.name);
      collections?.set(name, collection);
      collection.name = name;
    },
  };
}
