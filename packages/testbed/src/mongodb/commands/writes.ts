import { bsonType } from '../bson/types.ts';
import { bytesOf, documentValue, type Field, idOf, numberOf, truthOf, type Value } from '../bson/value.ts';
import type { Content } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { knownFields } from '../known-fields.ts';
import { isReplacement, updateOf } from '../query/update.ts';
import type { Collection } from '../storage/collection.ts';
import { type Command, type CommandContext, collectionName, requiredList } from './command.ts';
import { deleteDocument, documentsFor, insertDocument, updateDocument, upsertDocument } from './document-writes.ts';
import { hintedIndex } from './hint.ts';
import { writableCollection } from './namespaces.ts';
import { carryOutAll } from './statements.ts';

const ofAllWrites = ['ordered', 'bypassDocumentValidation', 'let', 'stmtId', 'stmtIds'];

export const insert: Command = {
  names: ['insert'],
  kind: 'write',
  inTransaction: true,
  fields: ['documents', ...ofAllWrites],
  run: (context) => {
    const documents = statementsOf(context, 'documents');
    const collection = target(context);
    return carryOutAll(context, documents, (document) => {
      insertDocument(context.scope, collection(), document);
      return 1;
    });
  },
};

export const deleteCommand: Command = {
  names: ['delete'],
  kind: 'write',
  inTransaction: true,
  fields: ['deletes', ...ofAllWrites],
  run: (context) => {
    const name = collectionName(context.request);
    const found = (): Collection | undefined => context.server.store.catalog.find(context.request.db, name);
    return carryOutAll(context, statementsOf(context, 'deletes'), (statement) => {
      const fields = knownFields(statement, 'delete.deletes', ['q', 'limit', 'hint', 'collation']);
      refuseCollation(fields);
      const limit = fields.get('limit');
      if (limit === undefined) throw new ServerError(40414, "BSON field 'delete.deletes.limit' is missing but a required field");
      const collection = found();
      if (collection === undefined) return 0;
      hintedIndex(fields.get('hint'), collection);
      const documents = documentsFor(context.scope, collection, fields.get('q'), numberOf(limit, 'limit') === 1);
      for (const document of documents) deleteDocument(context.scope, collection, document);
      return documents.length;
    });
  },
};

export const update: Command = {
  names: ['update'],
  kind: 'write',
  inTransaction: true,
  fields: ['updates', ...ofAllWrites],
  run: async (context) => {
    const collection = target(context);
    const upserted: Content[] = [];
    let nModified = 0;
    const reply = await carryOutAll(context, statementsOf(context, 'updates'), (statement, index) => {
      const result = runUpdate(context, collection(), statement);
      nModified += result.modified;
      if (result.upserted !== undefined) upserted.push({ index, _id: result.upserted });
      return result.matched;
    });
    return { ...reply, nModified, upserted: upserted.length === 0 ? undefined : upserted };
  },
};

interface UpdateResult {
  readonly matched: number;
  readonly modified: number;
  readonly upserted: Value | undefined;
}

function runUpdate({ scope }: CommandContext, collection: Collection, statement: Value): UpdateResult {
  const fields = knownFields(statement, 'update.updates', ['q', 'u', 'multi', 'upsert', 'hint', 'collation', 'arrayFilters', 'c']);
  refuseCollation(fields);
  if (fields.has('arrayFilters')) throw notBuilt('an update with arrayFilters');
  hintedIndex(fields.get('hint'), collection);
  const specification = required(fields, 'u');
  const filter = fields.get('q');
  const multi = isOn(fields.get('multi'));
  if (multi && isReplacement(specification)) throw new ServerError(9, 'multi update is not supported for replacement-style update');
  const change = updateOf(specification);
  const documents = documentsFor(scope, collection, filter, !multi);
  if (documents.length === 0 && isOn(fields.get('upsert'))) {
    const inserted = upsertDocument(scope, collection, filter, specification, change);
    return { matched: 1, modified: 0, upserted: idOf(documentValue(inserted)) };
  }
  const modified = documents.filter((document) => updateDocument(scope, collection, document, change) !== undefined);
  return { matched: documents.length, modified: modified.length, upserted: undefined };
}

/** The collection of a write, made when the first statement needs it. */
function target({ request, server }: CommandContext): () => Collection {
  const name = collectionName(request);
  return () => writableCollection(server, request.db, name);
}

function statementsOf(context: CommandContext, name: string): readonly Value[] {
  const statements = requiredList(context.request, name);
  if (statements.length === 0)
    throw new ServerError(16, 'Write batch sizes must be between 1 and 100000. Got 0 operations.', { codeName: 'InvalidLength' });
  if (context.request.fields.has('let')) throw notBuilt(`${context.request.name} with let`);
  for (const statement of statements)
    if (statement.type !== bsonType.object) throw new ServerError(14, `BSON field '${name}' has an element of the wrong type`);
  return statements.map((statement) => (statement.start === 0 ? statement : documentValue(Buffer.from(bytesOf(statement)))));
}

export function refuseCollation(fields: ReadonlyMap<string, Field>): void {
  if (fields.has('collation')) throw notBuilt('a write with a collation');
}

function required(fields: ReadonlyMap<string, Field>, name: string): Field {
  const field = fields.get(name);
  if (field === undefined) throw new ServerError(40414, `BSON field 'update.updates.${name}' is missing but a required field`);
  return field;
}

function isOn(field: Field | undefined): boolean {
  return field !== undefined && truthOf(field);
}
