import { Binary } from 'bson';
import { bytesOf, documentValue, type Field, fieldsOf, idOf, numberOf, textOf } from '../bson/value.ts';
import { clusterTimeOf, documentWriter } from '../bson/writer.ts';
import type { Operation, OplogEntry } from './oplog.ts';

/** An entry of the oplog as a document of the journal. What the storage itself still knows when it is read again is left out. */
export function entryDocument(entry: OplogEntry): Buffer {
  const { after, description, details, transaction } = entry;
  const writer = documentWriter((after?.length ?? 0) + (description?.length ?? 0) + (details?.length ?? 0) + 256);
  writer.field('op', entry.operation);
  writer.field('ts', entry.time);
  writer.field('index', entry.index);
  writer.field('wall', entry.wall);
  writer.field('db', entry.db);
  writer.field('collection', entry.collection);
  if (entry.operation === 'create' && entry.uuid !== undefined) writer.field('uuid', new Binary(entry.uuid, 4));
  if (after === undefined) writer.field('id', entry.id);
  writer.field('after', after);
  writer.field('description', description);
  writer.field('details', details);
  writer.field('lsid', transaction?.lsid);
  writer.field('number', transaction?.number);
  return writer.finish();
}

/** The entry again; `before`, whether there are images, and for all but `create` the UUID are the storage's to say. */
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
    wall: numberOf(part('wall'), 'wall'),
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
