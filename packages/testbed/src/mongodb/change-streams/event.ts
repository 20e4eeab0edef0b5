import { Binary } from 'bson';
import { documentValue, fieldsOf } from '../bson/value.ts';
import { type DocumentWriter, documentWriter, writeDocument } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import type { Operation, OplogEntry } from '../storage/oplog.ts';
import type { StreamSpecification } from './specification.ts';
import { eventToken, invalidateToken } from './token.ts';

/** An event before anybody's pipeline, and its token. */
export interface StreamEvent {
  readonly document: Buffer;
  readonly token: string;
}

/** Operations that only `showExpandedEvents` shows. */
const expanded: ReadonlySet<Operation> = new Set(['create', 'modify', 'createIndexes', 'dropIndexes']);

export function isShown(operation: Operation, specification: StreamSpecification): boolean {
  return operation !== 'noop' && (specification.showExpandedEvents || !expanded.has(operation));
}

/** `lookUp` finds the document as it is now, for `updateLookup`. */
export function eventOf(
  entry: OplogEntry,
  specification: StreamSpecification,
  lookUp: (entry: OplogEntry) => Buffer | undefined,
): StreamEvent {
  const token = eventToken(entry, entry.operation);
  const writer = documentWriter((entry.after?.length ?? 0) + (entry.description?.length ?? 0) + 512);
  writeHead(writer, token, entry.operation, entry, specification);
  if (entry.operation === 'insert' || entry.operation === 'replace') writer.field('fullDocument', entry.after);
  writeNamespace(writer, entry);
  if (entry.id !== undefined) {
    writer.open('documentKey');
    writer.value('_id', entry.id);
    writer.close();
  }
  if (entry.operation === 'update') writeUpdate(writer, entry, specification);
  if (specification.showExpandedEvents) writeDefinition(writer, entry);
  if (entry.operation === 'update') writeAfterImage(writer, entry, specification, lookUp);
  writeBeforeImage(writer, entry, specification);
  return { document: writer.finish(), token };
}

/** What ends a stream whose collection or database is gone. */
export function invalidateEvent(entry: OplogEntry): StreamEvent {
  const token = invalidateToken(entry);
  const document = writeDocument({
    _id: { _data: token },
    operationType: 'invalidate',
    clusterTime: entry.time,
    wallTime: new Date(entry.wall),
  });
  return { document, token };
}

function writeHead(
  writer: DocumentWriter,
  token: string,
  operationType: string,
  entry: OplogEntry,
  specification: StreamSpecification,
): void {
  writer.open('_id');
  writer.field('_data', token);
  writer.close();
  writer.field('operationType', operationType);
  writer.time('clusterTime', entry.time);
  if (specification.showExpandedEvents && entry.uuid !== undefined) writer.field('collectionUUID', new Binary(entry.uuid, 4));
  if (specification.withWallTime) writer.date('wallTime', entry.wall);
  if (entry.transaction !== undefined) {
    writer.field('lsid', entry.transaction.lsid);
    writer.field('txnNumber', entry.transaction.number);
  }
}

function writeNamespace(writer: DocumentWriter, entry: OplogEntry): void {
  writer.open('ns');
  writer.field('db', entry.db);
  if (entry.collection !== '') writer.field('coll', entry.collection);
  writer.close();
  if (entry.operation === 'rename' && entry.details !== undefined) {
    const to = fieldsOf(documentValue(entry.details)).find((field) => field.name === 'to');
    writer.field('to', { db: entry.db, coll: to });
  }
}

function writeUpdate(writer: DocumentWriter, entry: OplogEntry, specification: StreamSpecification): void {
  if (entry.description === undefined) return;
  writer.open('updateDescription');
  for (const field of fieldsOf(documentValue(entry.description))) writer.value(field.name, field);
  if (specification.showExpandedEvents) writer.field('disambiguatedPaths', {});
  writer.close();
}

function writeDefinition(writer: DocumentWriter, entry: OplogEntry): void {
  if (entry.details === undefined) return;
  if (entry.operation === 'create') writer.field('operationDescription', { idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } });
  else writer.field('operationDescription', entry.details);
}

function writeAfterImage(
  writer: DocumentWriter,
  entry: OplogEntry,
  { fullDocument }: StreamSpecification,
  lookUp: (entry: OplogEntry) => Buffer | undefined,
): void {
  if (fullDocument === 'default') return;
  const image = fullDocument === 'updateLookup' ? lookUp(entry) : entry.hasImages ? entry.after : undefined;
  if (image === undefined && fullDocument === 'required') throw noImage('post-image', 'update');
  writer.field('fullDocument', image ?? null);
}

function writeBeforeImage(writer: DocumentWriter, entry: OplogEntry, { fullDocumentBeforeChange }: StreamSpecification): void {
  if (fullDocumentBeforeChange === 'off' || !['update', 'replace', 'delete'].includes(entry.operation)) return;
  const image = entry.hasImages ? entry.before : undefined;
  if (image === undefined && fullDocumentBeforeChange === 'required') throw noImage('pre-image', 'update, delete and replace');
  writer.field('fullDocumentBeforeChange', image ?? null);
}

function noImage(image: string, events: string): ServerError {
  return new ServerError(
    47,
    `Change stream was configured to require a ${image} for all ${events} events, but the ${image} was not found for an event`,
    {
      codeName: 'NoMatchingDocument',
      labels: ['NonResumableChangeStreamError'],
    },
  );
}
