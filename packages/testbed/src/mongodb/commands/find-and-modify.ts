import { documentValue, idOf, type Value } from '../bson/value.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { scan } from '../query/find.ts';
import { projectionOf } from '../query/projection.ts';
import { sorted, sortOf } from '../query/sort.ts';
import { updateOf } from '../query/update.ts';
import type { Collection } from '../storage/collection.ts';
import { type Command, type CommandContext, collectionName, fieldDocument, fieldTruth, type Reply } from './command.ts';
import { deleteDocument, documentsFor, updateDocument, upsertDocument } from './document-writes.ts';
import { hintedIndex } from './hint.ts';
import { writableCollection } from './namespaces.ts';
import { carryOut } from './statements.ts';
import { refuseCollation } from './writes.ts';

export const findAndModify: Command = {
  names: ['findAndModify', 'findandmodify'],
  kind: 'write',
  inTransaction: true,
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'bypassDocumentValidation',
    'arrayFilters',
    'hint',
    'let',
    'collation',
    'stmtId',
  ],
  run: (context) => {
    const { request, server } = context;
    refuseCollation(request.fields);
    for (const name of ['arrayFilters', 'let']) if (request.fields.has(name)) throw notBuilt(`findAndModify with ${name}`);
    const name = collectionName(request);
    return carryOut(context, () => run(context, writableCollection(server, request.db, name)));
  },
};

function run(context: CommandContext, collection: Collection): Reply {
  const { request, scope } = context;
  hintedIndex(request.fields.get('hint'), collection);
  const [found] = candidates(context, collection);
  const update = request.fields.get('update');
  if (fieldTruth(request, 'remove') === true) {
    if (update !== undefined) throw new ServerError(9, 'Cannot specify both an update and remove=true');
    if (found !== undefined) deleteDocument(scope, collection, found);
    return answer(context, found, { n: found === undefined ? 0 : 1 });
  }
  if (update === undefined) throw new ServerError(9, 'Either an update or remove=true must be specified');
  const change = updateOf(update);
  const wantsNew = fieldTruth(request, 'new') === true;
  if (found !== undefined) {
    const after = updateDocument(scope, collection, found, change) ?? found;
    return answer(context, wantsNew ? after : found, { n: 1, updatedExisting: true });
  }
  if (fieldTruth(request, 'upsert') !== true) return answer(context, undefined, { n: 0, updatedExisting: false });
  const inserted = upsertDocument(scope, collection, fieldDocument(request, 'query'), update, change);
  return answer(context, wantsNew ? inserted : undefined, { n: 1, updatedExisting: false, upserted: idOf(documentValue(inserted)) });
}

function candidates({ request, scope }: CommandContext, collection: Collection): readonly Buffer[] {
  const filter = fieldDocument(request, 'query');
  const sort = fieldDocument(request, 'sort');
  if (sort === undefined) return documentsFor(scope, collection, filter, true);
  const pull = scan(scope.reader(collection), { filter, min: undefined, max: undefined }, 1);
  const all: Buffer[] = [];
  for (let document = pull(); document !== undefined; document = pull()) all.push(document);
  return sorted(all, sortOf(sort));
}

function answer(
  { request }: CommandContext,
  document: Buffer | undefined,
  lastErrorObject: Readonly<Record<string, number | boolean | Value | undefined>>,
): Reply {
  const fields = fieldDocument(request, 'fields');
  const project = fields === undefined ? undefined : projectionOf(fields);
  return { lastErrorObject, value: document === undefined ? null : (project?.(document) ?? document) };
}
