import { Binary } from 'bson';
import { bsonType } from '../bson/types.ts';
import { bytesOf, documentValue, type Field, fieldsOf, idOf, numberOf, textOf, type Value } from '../bson/value.ts';
import { clusterTimeOf, documentWriter } from '../bson/writer.ts';
import type { Operation, OplogEntry } from './oplog.ts';

/** An entry of the oplog as a document of the journal. What the storage itself still knows when it is read again is left out. */
export function entryDocument(entry: OplogEntry): Buffer {
  const { after, description, details, transaction } = entry;
  const writer = documentWriter(256 + lengthOf(after) + lengthOf(description) + lengthOf(details));
  writer.field('op', entry.operation);
  writer.time('ts', entry.time);
  writer.field('index', entry.index);
  writer.field('wall', entry.wall);
  writer.field('db', entry.db);
  writer.field('collection', entry.collection);
  writer.field('uuid', ownUuid(entry) ?? null);
  writer.field('id', (after === undefined ? entry.id : undefined) ?? null);
  writer.field('after', after ?? null);
  writer.field('description', description ?? null);
  writer.field('details', details ?? null);
  writer.field('lsid', transaction?.lsid ?? null);
  writer.field('number', transaction?.number ?? null);
  return writer.finish();
}

function lengthOf(part: Buffer | undefined): number {
  return part === undefined ? 0 : part.length;
}

function ownUuid({ operation, uuid }: OplogEntry): Binary | undefined {
  return operation === 'create' && uuid !== undefined ? new Binary(uuid, 4) : undefined;
}

/** What the storage knows of the collection and the document of an entry before it is applied again. */
export interface KnownBefore {
  readonly uuid: Buffer | undefined;
  readonly hasImages: boolean;
  readonly before: Buffer | undefined;
}

/** The entry again; the UUID stands only in that of a `create`. */
export function entryOfDocument(
  document: Buffer,
  known: (db: string, collection: string, id: Value | undefined) => KnownBefore,
): OplogEntry {
  // By their places, in which entryDocument wrote them: a million of these are read at a start.
  const [op, ts, index, wall, db, collection, uuid, ownId, afterPart, description, details, lsid, number] = fieldsOf(
    documentValue(document),
  );
  const after = bytesIn(afterPart);
  const operation = textOf(required(op)) as Operation; // written by entryDocument, behind a checksum
  // An _id may be null: only the operation says whether there is one.
  const id = operation === 'delete' ? required(ownId) : after === undefined ? undefined : idOf(documentValue(after));
  const transaction = bytesIn(lsid);
  const names = { db: textOf(required(db)), collection: textOf(required(collection)) };
  const before = known(names.db, names.collection, id);
  return {
    operation,
    db: names.db,
    collection: names.collection,
    uuid: bytesIn(uuid)?.subarray(5) ?? before.uuid,
    id,
    before: before.before,
    after,
    description: bytesIn(description),
    details: bytesIn(details),
    time: clusterTimeOf(required(ts)),
    index: numberOf(required(index), 'index'),
    wall: numberOf(required(wall), 'wall'),
    transaction: transaction === undefined ? undefined : { lsid: transaction, number: longOf(required(number)) },
    hasImages: before.hasImages,
  };
}

function required(field: Field | undefined): Field {
  if (field === undefined) throw new Error('An entry of the journal lacks a part.');
  return field;
}

function present(field: Field | undefined): Field | undefined {
  return field === undefined || field.type === bsonType.null ? undefined : field;
}

function bytesIn(field: Field | undefined): Buffer | undefined {
  const value = present(field);
  return value === undefined ? undefined : bytesOf(value);
}

function longOf(field: Field): bigint {
  return field.bytes.readBigInt64LE(field.start);
}
