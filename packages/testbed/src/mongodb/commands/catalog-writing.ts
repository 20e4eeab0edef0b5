import { Binary } from 'bson';
import { bsonType } from '../bson/types.ts';
import { documentValue, type Field, fieldsOf, numberOf, textOf, truthOf, type Value } from '../bson/value.ts';
import { documentWriter, writeDocument } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { knownFields } from '../known-fields.ts';
import { type Collection, indexName } from '../storage/collection.ts';
import { isAtLeast } from '../version.ts';
import { type Command, type CommandContext, collectionName, fieldText, fieldTruth, requiredList } from './command.ts';
import { createCollection, definition, existingCollection, writableCollection } from './namespaces.ts';

const collectionOptions = [
  'validator',
  'validationLevel',
  'validationAction',
  'changeStreamPreAndPostImages',
  'collation',
  'viewOn',
  'pipeline',
];

export const create: Command = {
  names: ['create'],
  kind: 'write',
  fields: [...collectionOptions, 'autoIndexId'],
  run: ({ request, server }) => {
    const name = collectionName(request);
    if (!isAtLeast(server.version, '6.0') && request.fields.has('changeStreamPreAndPostImages')) {
      throw new ServerError(40415, "BSON field 'create.changeStreamPreAndPostImages' is an unknown field.");
    }
    if (server.store.catalog.find(request.db, name) !== undefined)
      throw new ServerError(48, `Collection ${request.db}.${name} already exists.`);
    createCollection(server, request.db, name, optionsOf([...request.fields.values()]));
    return {};
  },
};

function optionsOf(fields: readonly Field[]): Buffer {
  const writer = documentWriter();
  for (const field of fields) if (collectionOptions.includes(field.name)) writer.value(field.name, field);
  return writer.finish();
}

export const collMod: Command = {
  names: ['collMod'],
  kind: 'write',
  fields: ['validator', 'validationLevel', 'validationAction', 'changeStreamPreAndPostImages'],
  run: ({ request, server }) => {
    const collection = existingCollection(server, request.db, collectionName(request));
    const changed = [...request.fields.values()];
    const names = new Set(changed.map((field) => field.name));
    const kept = fieldsOf(documentValue(collection.options)).filter((field) => !names.has(field.name));
    server.store.write(definition('modify', request.db, collection.name, collection.uuid, optionsOf([...kept, ...changed])));
    return {};
  },
};

export const drop: Command = {
  names: ['drop'],
  kind: 'write',
  fields: [],
  run: ({ request, server }) => {
    const name = collectionName(request);
    const collection = server.store.catalog.find(request.db, name);
    if (collection === undefined) {
      // Since 7.0 dropping what is not there succeeds.
      if (isAtLeast(server.version, '7.0')) return {};
      throw new ServerError(26, 'ns not found');
    }
    server.store.write(definition('drop', request.db, name, collection.uuid, undefined));
    return { nIndexesWas: collection.indexes.length + 1, ns: `${request.db}.${name}` };
  },
};

export const dropDatabase: Command = {
  names: ['dropDatabase'],
  kind: 'write',
  fields: [],
  run: ({ request, server }) => {
    const { store } = server;
    const collections = store.catalog.collections(request.db);
    if (collections.length === 0) return {};
    for (const { name, uuid } of collections) store.write(definition('drop', request.db, name, uuid, undefined));
    store.write(definition('dropDatabase', request.db, '', undefined, undefined));
    return { dropped: request.db };
  },
};

export const renameCollection: Command = {
  names: ['renameCollection'],
  kind: 'write',
  fields: ['to', 'dropTarget'],
  run: ({ request, server }) => {
    if (request.db !== 'admin') throw new ServerError(13, 'renameCollection may only be run against the admin database.');
    const [from, to] = [namespaceOf(fieldText(request, 'renameCollection') ?? ''), namespaceOf(fieldText(request, 'to') ?? '')];
    if (from.db !== to.db) throw notBuilt('renaming a collection into another database');
    const collection = server.store.catalog.find(from.db, from.collection);
    if (collection === undefined) throw new ServerError(26, `Source collection ${from.db}.${from.collection} does not exist`);
    const target = server.store.catalog.find(to.db, to.collection);
    if (target !== undefined) {
      if (fieldTruth(request, 'dropTarget') !== true) throw new ServerError(48, 'target namespace exists');
      server.store.write(definition('drop', to.db, to.collection, target.uuid, undefined));
    }
    const details = writeDocument({ to: to.collection, dropTarget: target === undefined ? undefined : new Binary(target.uuid, 4) });
    server.store.write(definition('rename', from.db, from.collection, collection.uuid, details));
    return {};
  },
};

function namespaceOf(text: string): { readonly db: string; readonly collection: string } {
  const dot = text.indexOf('.');
  if (dot <= 0 || dot === text.length - 1) throw new ServerError(73, `Invalid namespace specified '${text}'`);
  return { db: text.slice(0, dot), collection: text.slice(dot + 1) };
}

export const createIndexes: Command = {
  names: ['createIndexes'],
  kind: 'write',
  fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
  run: ({ request, server }) => {
    const specifications = requiredList(request, 'indexes');
    for (const specification of specifications) checkIndex(specification);
    const { catalog } = server.store;
    const name = collectionName(request);
    const createdCollectionAutomatically = catalog.find(request.db, name) === undefined;
    const collection = writableCollection(server, request.db, name);
    const before = collection.indexes.length + 1;
    const missing = specifications.filter((specification) => isMissing(collection, specification));
    if (missing.length > 0) {
      server.store.write(definition('createIndexes', request.db, name, collection.uuid, writeDocument({ indexes: missing })));
    }
    return { numIndexesBefore: before, numIndexesAfter: collection.indexes.length + 1, createdCollectionAutomatically };
  },
};

const indexOptions = [
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'background',
  'expireAfterSeconds',
  'hidden',
  'partialFilterExpression',
  'collation',
];

function checkIndex(specification: Value): void {
  const fields = knownFields(specification, 'createIndexes.indexes', indexOptions);
  const key = fields.get('key');
  if (key === undefined || key.type !== bsonType.object)
    throw new ServerError(9, "The 'key' field of an index specification must be an object");
  if (fields.get('name')?.type !== bsonType.string)
    throw new ServerError(9, "The 'name' field is a required property of an index specification");
  for (const field of fieldsOf(key)) {
    if (field.type !== bsonType.string && numberOf(field, 'key') === 0)
      throw new ServerError(67, 'Values in the index key pattern cannot be 0.');
  }
}

function isMissing(collection: Collection, specification: Value): boolean {
  const name = nameOf(specification);
  if (name === '_id_') return false;
  const same = collection.indexes.find((index) => indexName(index) === name);
  if (same === undefined) return true;
  const unique = (value: Value): boolean => fieldsOf(value).some((field) => field.name === 'unique' && truthOf(field));
  if (unique(documentValue(same)) !== unique(specification)) {
    throw new ServerError(86, `An existing index has the same name as the requested index, but other options: ${name}`);
  }
  return false;
}

function nameOf(specification: Value): string {
  const name = fieldsOf(specification).find((field) => field.name === 'name');
  return name === undefined ? '' : textOf(name);
}

export const dropIndexes: Command = {
  names: ['dropIndexes'],
  kind: 'write',
  fields: ['index'],
  run: (context) => {
    const { request, server } = context;
    const collection = existingCollection(server, request.db, collectionName(request));
    const before = collection.indexes.length + 1;
    for (const name of droppedNames(context, collection)) {
      server.store.write(definition('dropIndexes', request.db, collection.name, collection.uuid, writeDocument({ name })));
    }
    return { nIndexesWas: before };
  },
};

function droppedNames({ request }: CommandContext, collection: Collection): readonly string[] {
  const names = collection.indexes.map((index) => indexName(index));
  const wanted = fieldText(request, 'index') ?? '';
  if (wanted === '*') return names;
  if (wanted === '_id_') throw new ServerError(72, 'cannot drop _id index');
  if (!names.includes(wanted)) throw new ServerError(27, `index not found with name [${wanted}]`);
  return [wanted];
}
