import { writeDocument } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import type { ServerState } from '../server-state.ts';
import { type Collection, isView, newUuid } from '../storage/collection.ts';
import type { Change, Operation } from '../storage/oplog.ts';

/** A change of a collection or database itself. */
export function definition(
  operation: Operation,
  db: string,
  collection: string,
  uuid: Buffer | undefined,
  details: Buffer | undefined,
): Change {
  return { operation, db, collection, uuid, id: undefined, before: undefined, after: undefined, description: undefined, details };
}

/** The collection that a write goes to, made when it is not there. */
export function writableCollection(server: ServerState, db: string, name: string): Collection {
  const { catalog } = server.store;
  const found = catalog.find(db, name);
  if (found !== undefined && isView(found)) throw new ServerError(166, `Namespace ${db}.${name} is a view, not a collection`);
  if (found !== undefined) return found;
  if (name.startsWith('system.')) throw notBuilt(`writing to ${name}`);
  createCollection(server, db, name, writeDocument({}));
  return existingCollection(server, db, name);
}

export function createCollection(server: ServerState, db: string, name: string, options: Buffer): void {
  server.store.write(definition('create', db, name, newUuid(), options));
}

export function existingCollection(server: ServerState, db: string, name: string): Collection {
  const found = server.store.catalog.find(db, name);
  if (found === undefined) throw new ServerError(26, `ns does not exist: ${db}.${name}`);
  return found;
}
