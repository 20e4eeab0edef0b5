import { type ListedCollection, sampleDocuments } from './catalogue.ts';
import type { Client } from './client.ts';
import { type CollectionPath, formatCollectionName } from './collection-path.ts';
import { type Column, columnsOf } from './columns.ts';
import type { MongodbOptions } from './options.ts';
import { type FieldStatistics, gatherStatistics } from './statistics.ts';
import { type DeclaredField, declaredFields } from './validator.ts';

/** What is known of a collection's documents. Learnt once while the source is open, so that whoever describes and whoever reads agree. */
export interface Known {
  readonly fields: ReadonlyMap<string, FieldStatistics>;
  readonly declared: readonly DeclaredField[];
  /** Nothing was there to learn from. */
  readonly isEmpty: boolean;
}

export interface Knowledge {
  of(collection: ListedCollection, signal: AbortSignal): Promise<Known>;
  /** The columns of a collection, or of the elements of its arrays. */
  columns(path: CollectionPath, known: Known): readonly Column[];
}

export function createKnowledge(client: Client, options: MongodbOptions): Knowledge {
  const learnt = new Map<string, Known>();
  return {
    of: async (collection, signal) => {
      const name = `${collection.name} ${collection.uuid ?? ''}`;
      const before = learnt.get(name);
      if (before !== undefined) return before;
      const documents = await sampleDocuments(client, collection.name, options.sampleDocuments, signal);
      const declared = declaredFields(collection.options);
      const known = { fields: gatherStatistics(documents), declared, isEmpty: documents.length === 0 };
      // Of an empty one there may be more to learn soon.
      if (!known.isEmpty) learnt.set(name, known);
      return known;
    },
    columns: (path, known) => columnsOf(path, known, options.columns.of(formatCollectionName(path))),
  };
}
