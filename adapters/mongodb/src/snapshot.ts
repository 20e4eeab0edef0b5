import { type Position, type RowBatch, type RowBlock, rowCount, type SnapshotReader, type SnapshotRequest } from '@lienthong/core';
import type { Document } from 'bson';
import { decodeValue, idOf } from './bson/documents.ts';
import { newestTime, readConcernAfter } from './causal.ts';
import { type Client, cursorReply } from './client.ts';
import type { Knowledge } from './knowledge.ts';
import type { MongodbOptions } from './options.ts';
import { expectIdRange, type IdRange, idRange } from './positions.ts';
import { createRowReader, type RowReader } from './rows/row-reader.ts';
import { loadShape, type Shape } from './shape.ts';
import { splitCollection } from './split.ts';

export function snapshotReader(client: Client, options: MongodbOptions, knowledge: Knowledge): SnapshotReader {
  return {
    split: (request) => splitCollection(client, options, knowledge, request),
    read: (request) => readRange(client, options, knowledge, request),
  };
}

interface Page {
  readonly rows: RowBlock;
  /** Behind the last document; `undefined` when there was none. */
  readonly position: IdRange | undefined;
  readonly isLast: boolean;
}

/**
 * One short find for each page, along the index of `_id` by its own bounds: their order is that of the index over all BSON types,
 * where a comparison in a filter would see the values of one type alone. No cursor stays open between two pages.
 */
async function* readRange(
  client: Client,
  options: MongodbOptions,
  knowledge: Knowledge,
  request: SnapshotRequest,
): AsyncGenerator<RowBatch, void, undefined> {
  // Leaving early (break, return, an error of the consumer) ends the statement that reads ahead.
  const leave = new AbortController();
  const signal = AbortSignal.any([request.signal, leave.signal]);
  try {
    const range = expectIdRange(request.range);
    const start = request.after === undefined ? range : { ...expectIdRange(request.after), to: range.to };
    const shape = await loadShape(client, request.selection, knowledge, options.database, signal);
    const readConcern = readConcernAfter(await newestTime(client, signal));
    const read = (from: IdRange, reader: RowReader) =>
      readPage({ client, options, shape, readConcern, batchRows: Math.min(request.batchRows, mostDocuments), signal }, from, reader);
    // While one page is looked at, the next one fills the memory of the other.
    let [filling, shown] = [createRowReader(shape), createRowReader(shape)];
    let ahead: Promise<Page> | undefined = read(start, filling);
    while (ahead !== undefined) {
      const page: Page = await ahead;
      [filling, shown] = [shown, filling];
      ahead = page.isLast || page.position === undefined ? undefined : read(page.position, filling);
      // Whoever stops listening must not be told as an unhandled rejection.
      ahead?.catch(() => undefined);
      if (page.position !== undefined && rowCount(page.rows) > 0) yield { rows: page.rows, position: page.position satisfies Position };
    }
  } finally {
    leave.abort(new Error('the reader left'));
  }
}

interface PageReading {
  readonly client: Client;
  readonly options: MongodbOptions;
  readonly shape: Shape;
  readonly readConcern: Document;
  readonly batchRows: number;
  readonly signal: AbortSignal;
}

/** An answer comes as one piece of memory, and several wait beside one another. */
const mostDocuments = 2_000;

/** The server ends an answer at 16 MB: a shorter one than this was not cut. */
const surelyWhole = 8 * 1024 * 1024;

async function readPage(reading: PageReading, from: IdRange, reader: RowReader): Promise<Page> {
  const { client, options, shape, readConcern, batchRows, signal } = reading;
  // Bounds include the lower one: the document that was read comes once more, unless it is gone.
  const limit = from.behind ? batchRows + 1 : batchRows;
  const command = {
    find: shape.path.collection,
    hint: { _id: 1 },
    sort: { _id: 1 },
    ...(from.from === null ? {} : { min: { _id: decodeValue(from.from) } }),
    ...(from.to === null ? {} : { max: { _id: decodeValue(from.to) } }),
    ...{ limit, batchSize: limit, singleBatch: true, readConcern },
  };
  const { documents } = cursorReply(await client.command(command, signal, { readFrom: options.readFrom }));
  reader.clear();
  let position: IdRange | undefined;
  let read = 0;
  let size = 0;
  for (const document of documents) {
    size += document.length;
    const id = idOf(document);
    if (from.behind && id === from.from) continue;
    if (read === batchRows) break;
    read += 1;
    reader.push(document, 0);
    position = idRange(id, from.to, true);
  }
  return { rows: reader.block(), position, isLast: documents.length < limit && size < surelyWhole };
}
