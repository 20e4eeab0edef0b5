import { Binary } from 'bson';
import { bytesOf, documentValue, type Field, fieldsOf, idOf, textOf } from '../bson/value.ts';
import { clusterTimeOf, writeDocument } from '../bson/writer.ts';
import type { Operation, OplogEntry } from './oplog.ts';

/** An entry of the oplog as a document of the journal. What the storage itself still knows when it is read again is left out. */
export function entryDocument(entry: OplogEntry): Buffer {
  return writeDocument(
    {
      op: entry.operation,
      ts: entry.time,
      index: entry.index,
      wall: new Date(entry.wall),
      db: entry.db,
      collection: entry.collection,
      uuid: entry.uuid === undefined ? undefined : new Binary(entry.uuid, 4),
      id: entry.after === undefined ? entry.id : undefined,
      after: entry.after,
      description: entry.description,
      details: entry.details,
      lsid: entry.transaction?.lsid,
      number: entry.transaction?.number,
    },
    (entry.after?.length ?? 0) + (entry.description?.length ?? 0) + (entry.details?.length ?? 0) + 384,
  );
}

/** The entry again; `before` and whether there are images are the storage's to say. */
export function entryOfDocument(document: Buffer): OplogEntry {
  const fields: Record<string, Field> = {};
  for (const field of fieldsOf(documentValue(document))) fields[field.name] = field;
  const part = (name: string): Field => {
    const field = fields[name];
    if (field === undefined) throw new Error(`A journal entry lacks ${name}.`);
    return field;
  };
  const bytes = (name: string): Buffer | undefined => {
    const field = fields[name];
    return field === undefined ? undefined : bytesOf(field);
  };
  const after = bytes('after');
  const lsid = bytes('lsid');
  return {
    operation: textOf(part('op')) as Operation, // written by entryDocument, behind a checksum
    time: clusterTimeOf(part('ts')),
    index: part('index').bytes.readInt32LE(part('index').start),
    wall: Number(part('wall').bytes.readBigInt64LE(part('wall').start)),
    db: textOf(part('db')),
    collection: textOf(part('collection')),
    hasImages: false,
    uuid: bytes('uuid')?.subarray(5),
    id: after === undefined ? fields['id'] : idOf(documentValue(after)),
    before: undefined,
    after,
    description: bytes('description'),
    details: bytes('details'),
    transaction: lsid === undefined ? undefined : { lsid, number: part('number').bytes.readBigInt64LE(part('number').start) },
  };
}
