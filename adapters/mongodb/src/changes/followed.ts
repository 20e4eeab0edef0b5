import { requireDistinct } from '@lienthong/adapter-kit';
import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import type { Client } from '../client.ts';
import type { Knowledge } from '../knowledge.ts';
import { loadShape, type Shape } from '../shape.ts';

/** A selection with what is known of its collection when following begins. */
export interface Followed {
  readonly selection: Selection;
  readonly name: string;
  readonly shape: Shape;
  /** Places of the key in the selection. */
  readonly key: readonly number[];
  /** The key lies in `_id`, so that a deletion tells it. */
  readonly keyInId: boolean;
  /** Changes come with the document before and after them: MongoDB 6, by `changeStreamPreAndPostImages`. */
  readonly images: boolean;
}

/** The collections of the selections; refuses what a change stream cannot tell of. */
export async function loadFollowed(
  client: Client,
  selections: readonly Selection[],
  knowledge: Knowledge,
  database: string,
  signal: AbortSignal,
): Promise<readonly Followed[]> {
  requireDistinct(selections);
  const followed: Followed[] = [];
  for (const selection of selections) followed.push(await loadOne(client, selection, knowledge, database, signal));
  return followed;
}

async function loadOne(
  client: Client,
  selection: Selection,
  knowledge: Knowledge,
  database: string,
  signal: AbortSignal,
): Promise<Followed> {
  const name = formatCollection(selection.collection);
  const shape = await loadShape(client, selection, knowledge, database, signal);
  if (selection.key.length === 0) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${name} is read without a key: its changes cannot be told apart`,
      remedy: 'Map the primary key of the contract to columns of the collection.',
      details: { collections: [name] },
    });
  }
  const key = selection.key.map((column) => selection.columns.indexOf(column));
  const keyInId = key.every((place) => shape.columns[place]?.path[0] === '_id');
  const images = shape.listed.options['changeStreamPreAndPostImages']?.enabled === true;
  const { arrays, collection } = shape.path;
  if (!images && (arrays.length > 0 || !keyInId)) {
    const why =
      arrays.length > 0
        ? 'a change does not tell which elements the array had before it'
        : `its key (${selection.key.join(', ')}) lies outside of _id, and a deletion tells the _id alone`;
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `${name} cannot be followed: ${why}`,
      remedy: `MongoDB 6 and later keep the document before a change: db.runCommand({ collMod: ${JSON.stringify(collection)}, changeStreamPreAndPostImages: { enabled: true } }); then start a new epoch. Else read it by snapshot, or ${arrays.length > 0 ? 'map the array as one property' : 'map the key to _id'}.`,
      details: { collections: [name] },
    });
  }
  return { selection, name, shape, key, keyInId, images };
}
