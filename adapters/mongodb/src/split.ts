import { mostRanges, rangesBetween } from '@lienthong/adapter-kit';
import type { KeyRange, SplitRequest } from '@lienthong/core';
import { idOf } from './bson/documents.ts';
import { estimateDocuments } from './catalogue.ts';
import { type Client, cursorReply } from './client.ts';
import type { Knowledge } from './knowledge.ts';
import type { MongodbOptions } from './options.ts';
import { type EncodedId, idRange } from './positions.ts';
import { loadShape } from './shape.ts';

const samplesPerRange = 20;
const maxSamples = 10_000;
/** A sample of less than a twentieth walks the collection at random; a larger one reads it whole, which only small ones stand. */
const largeCollection = 100_000;
const largestShare = 25;

/** Ranges of `_id` of about equal size; they cover every value of every type, also those inserted later. */
export async function splitCollection(
  client: Client,
  options: MongodbOptions,
  knowledge: Knowledge,
  { selection, rowsPerRange, signal }: SplitRequest,
): Promise<readonly KeyRange[]> {
  const shape = await loadShape(client, selection, knowledge, options.database, signal);
  const documents = await estimateDocuments(client, shape.path.collection, signal);
  const count = Math.min(mostRanges, Math.ceil(documents / rowsPerRange));
  const bounds = count <= 1 ? [] : await sampleBounds(client, options, shape.path.collection, documents, count, signal);
  return rangesBetween(bounds, (from, to) => idRange(from, to));
}

/** The server puts the samples in order: its order of `_id` is the one that counts. */
async function sampleBounds(
  client: Client,
  options: MongodbOptions,
  collection: string,
  documents: number,
  count: number,
  signal: AbortSignal,
): Promise<readonly EncodedId[]> {
  const size = Math.max(
    1,
    Math.min(maxSamples, count * samplesPerRange, documents > largeCollection ? Math.floor(documents / largestShare) : documents),
  );
  const pipeline = [{ $sample: { size } }, { $project: { _id: 1 } }, { $sort: { _id: 1 } }];
  const ids = await client.withSession(async (session) => {
    const found: EncodedId[] = [];
    const within = { session, readFrom: options.readFrom };
    let reply = cursorReply(
      await client.command({ aggregate: collection, pipeline, cursor: { batchSize: maxSamples }, allowDiskUse: true }, signal, within),
    );
    for (;;) {
      for (const document of reply.documents) found.push(idOf(document));
      if (reply.id === 0n) return found;
      reply = cursorReply(await client.command({ getMore: reply.id, collection }, signal, within));
    }
  });
  const bounds: EncodedId[] = [];
  for (let index = 1; index < count; index++) {
    const bound = ids[Math.floor((index * ids.length) / count)];
    // A sample may hold a document twice.
    if (bound !== undefined && bound !== bounds.at(-1)) bounds.push(bound);
  }
  return bounds;
}
