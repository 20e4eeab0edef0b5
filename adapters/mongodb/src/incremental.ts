import { notAWatermark, watermarkPlace } from '@lienthong/adapter-kit';
import {
  type IncrementalBatch,
  type IncrementalReader,
  type IncrementalRequest,
  LienThongError,
  pauseFor,
  type Selection,
  type Version,
  watermarkVersion,
} from '@lienthong/core';
import { type Document, ObjectId } from 'bson';
import { decodeValue, encodeValue, idOf } from './bson/documents.ts';
import { bsonType, elementAt } from './bson/elements.ts';
import { scalarText } from './bson/scalar-text.ts';
import { newestTime, readConcernAfter } from './causal.ts';
import { type Client, cursorReply } from './client.ts';
import { loadDeployment } from './identity.ts';
import type { Knowledge } from './knowledge.ts';
import { awaitOpenTransactions } from './open-transactions.ts';
import type { MongodbOptions } from './options.ts';
import { expectWatermark, type WatermarkPosition } from './positions.ts';
import { createRowReader, type RowReader } from './rows/row-reader.ts';
import { loadShape, type SelectedColumn, type Shape } from './shape.ts';

export function incrementalReader(client: Client, options: MongodbOptions, knowledge: Knowledge): IncrementalReader {
  return { read: (request) => readGrown(client, options, knowledge, request) };
}

/** How a watermark of a type is bounded and turned into a version. */
interface Watermark {
  readonly column: SelectedColumn;
  /** As a filter names it. */
  readonly field: string;
  readonly kind: 'integer' | 'instant' | 'objectId';
}

const kinds: Readonly<Record<string, Watermark['kind']>> = { int: 'integer', long: 'integer', date: 'instant', objectId: 'objectId' };
const typesOf = { integer: ['int', 'long'], instant: ['date'], objectId: ['objectId'] } as const;
const otherTypes = [
  'double',
  'string',
  'object',
  'array',
  'binData',
  'objectId',
  'bool',
  'date',
  'regex',
  'int',
  'timestamp',
  'long',
  'decimal',
];

interface Pass {
  readonly client: Client;
  readonly shape: Shape;
  readonly watermark: Watermark;
  readonly reader: RowReader;
  readonly readConcern: Document;
  readonly batchRows: number;
  readonly signal: AbortSignal;
}

async function* readGrown(
  client: Client,
  options: MongodbOptions,
  knowledge: Knowledge,
  request: IncrementalRequest,
): AsyncGenerator<IncrementalBatch, void, undefined> {
  const { signal, batchRows } = request;
  const shape = await loadShape(client, request.selection, knowledge, options.database, signal);
  const watermark = watermarkOf(request.selection, shape, request.watermark);
  let after = request.after === undefined ? undefined : expectWatermark(request.after, request.watermark);
  if (watermark === undefined) return; // a collection without documents
  await refuseOthers(client, shape, watermark, signal);
  const bound = await settledBound(client, options, shape, watermark, request, after);
  if (bound === undefined) return;
  const readConcern = readConcernAfter(await newestTime(client, signal));
  const pass = { client, shape, watermark, reader: createRowReader(shape), readConcern, batchRows, signal };
  for (;;) {
    const documents = await readPage(pass, after, bound);
    const last = documents.at(-1);
    if (last === undefined) return;
    const versions: Version[] = [];
    pass.reader.clear();
    for (const document of documents) {
      const made = pass.reader.push(document, 0);
      const version = versionOf(shape, watermark, document);
      for (let row = 0; row < made; row++) versions.push(version);
    }
    after = positionOf(watermark, last);
    yield { rows: pass.reader.block(), versions, position: after };
  }
}

/** First those that share the watermark of the last one, in the order of `_id` over all types; then the ones above. */
async function readPage(pass: Pass, after: WatermarkPosition | undefined, bound: unknown): Promise<readonly Buffer[]> {
  const { field } = pass.watermark;
  if (after === undefined) return find(pass, { [field]: { $lte: bound } });
  const value = decodeValue(after.value);
  const ties = await find(pass, { [field]: value, $expr: { $gt: ['$_id', { $literal: decodeValue(after.id) }] } });
  return ties.length > 0 ? ties : find(pass, { [field]: { $gt: value, $lte: bound } });
}

async function find({ client, shape, watermark, readConcern, batchRows, signal }: Pass, filter: Document): Promise<readonly Buffer[]> {
  const sort = watermark.field === '_id' ? { _id: 1 } : { [watermark.field]: 1, _id: 1 };
  const command = { find: shape.path.collection, filter, sort, limit: batchRows, batchSize: batchRows, singleBatch: true, readConcern };
  return cursorReply(await client.command(command, signal)).documents;
}

/** The greatest watermark that nobody will write below any more; `undefined` when there is nothing new. */
async function settledBound(
  client: Client,
  options: MongodbOptions,
  shape: Shape,
  watermark: Watermark,
  { settleMs, signal }: IncrementalRequest,
  after: WatermarkPosition | undefined,
): Promise<unknown> {
  const { kind, clockAheadMs } = await loadDeployment(client, options.database, signal);
  if (watermark.kind !== 'integer') {
    const past = new Date(Date.now() + clockAheadMs - settleMs);
    return watermark.kind === 'instant' ? past : boundOfObjectIds(past);
  }
  // A number has no clock: what is there now is read when the transactions that may still write below it have ended.
  const { collection } = shape.path;
  const command = {
    find: collection,
    filter: {},
    sort: { [watermark.field]: -1 },
    limit: 1,
    singleBatch: true,
    readConcern: { level: 'local' },
  };
  const [highest] = cursorReply(await client.command(command, signal)).documents;
  const value = highest === undefined ? undefined : encodedWatermark(watermark, highest);
  if (value === undefined) return undefined;
  if (after?.value !== value) await pauseFor(settleMs, signal);
  if (kind !== 'standalone') await awaitOpenTransactions(client, signal);
  return decodeValue(value);
}

/** Below every id of that second, in which more may come. */
function boundOfObjectIds(time: Date): ObjectId {
  const seconds = Math.max(0, Math.floor(time.getTime() / 1000));
  return new ObjectId(seconds.toString(16).padStart(8, '0') + '0'.repeat(16));
}

/** Documents whose watermark is missing or of another type would never be read: that is told, not overlooked. */
async function refuseOthers(client: Client, shape: Shape, { field, kind, column }: Watermark, signal: AbortSignal): Promise<void> {
  if (field === '_id') return;
  const own: readonly string[] = typesOf[kind];
  const filter = { $or: [{ [field]: null }, { [field]: { $type: otherTypes.filter((type) => !own.includes(type)) } }] };
  const command = { find: shape.path.collection, filter, projection: { _id: 1 }, limit: 1, singleBatch: true };
  if (cursorReply(await client.command(command, signal)).documents.length === 0) return;
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `${shape.name} has documents whose ${column.name} is missing, null or of another type than ${own.join(' or ')}: reading by it would never find them`,
    remedy: `Fill the field in every document; or read the collection by snapshot.`,
    details: { collections: [shape.name] },
  });
}

function watermarkOf(selection: Selection, shape: Shape, name: string): Watermark | undefined {
  const column = shape.columns[watermarkPlace(selection, name)] as SelectedColumn; // one for each of the selection
  if (column.type === undefined) return undefined;
  const kind = kinds[column.type.native];
  if (kind === undefined || column.path.some((part) => part.includes('.') || part.startsWith('$'))) {
    throw notAWatermark(name, column.type.native, 'a whole number, a date or an ObjectId, whose name a filter can bear');
  }
  return { column, field: column.path.join('.'), kind };
}

function encodedWatermark({ column }: Watermark, document: Buffer): string | undefined {
  const value = elementAt(document, column.path);
  return value === undefined || value.type === bsonType.null ? undefined : encodeValue(value.type, value.bytes, value.start, value.end);
}

function positionOf(watermark: Watermark, document: Buffer): WatermarkPosition {
  const value = encodedWatermark(watermark, document) ?? '';
  return { kind: 'mongodb/watermark', format: 1, column: watermark.column.name, value, id: idOf(document) };
}

function versionOf(shape: Shape, { column, kind }: Watermark, document: Buffer): Version {
  const value = elementAt(document, column.path);
  const text = value === undefined ? undefined : scalarText(value);
  if (text === undefined) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `${shape.name} has a ${column.name} before the year 1 or after 9999`,
      remedy: 'Correct the document: such a watermark cannot be put in order.',
    });
  }
  if (kind === 'integer') return watermarkVersion('integer', text);
  return watermarkVersion('instant', kind === 'instant' ? text : new ObjectId(text).getTimestamp().toISOString());
}
