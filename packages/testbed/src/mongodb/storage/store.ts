import { keyOf } from '../bson/key-string.ts';
import { bytesOf, documentValue, fieldOf, type Value } from '../bson/value.ts';
import { type ClusterTime, writeDocument } from '../bson/writer.ts';
import { applyChange } from './apply.ts';
import { type Catalog, openCatalog } from './catalog.ts';
import { openJournal } from './journal.ts';
import { entryDocument, entryOfDocument, type KnownBefore } from './journal-document.ts';
import { type Change, type Oplog, type OplogEntry, openOplog, type TransactionIdentity } from './oplog.ts';
import { openRetries, type Retries } from './retries.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

export interface StoreOptions {
  /** Without it nothing is kept on disk. */
  readonly directory: string | undefined;
  readonly oplogMaxEntries: number;
}

/** The data of a replica set, one copy that all members share. Nothing here waits: a command's changes happen at once. */
export interface Store {
  readonly catalog: Catalog;
  readonly oplog: Oplog;
  readonly retries: Retries;
  /** What the first start drew, and every later one finds again. */
  readonly replicaSetId: Buffer;
  /** One change, at a time of its own. */
  write(change: Change): void;
  /** Changes of a transaction, at one time. */
  writeAll(changes: readonly Change[], transaction: TransactionIdentity): ClusterTime;
  snapshot(): Snapshot;
  release(snapshot: Snapshot): void;
  /** Puts everything since the last call into the journal, and then shows it to change streams. To be called before any acknowledgement. */
  flush(): void;
  close(): void;
}

const opField = Buffer.from('op');
const idField = Buffer.from('id');

export function openStore(options: StoreOptions, newReplicaSetId: () => Buffer): Store {
  const catalog = openCatalog();
  const oplog = openOplog(options.oplogMaxEntries);
  const snapshots = new Set<Snapshot>();
  let pending: Buffer[] = [];
  let replicaSetId: Buffer | undefined;
  let clock: ClusterTime = { seconds: 0, increment: 0 };
  const retries = openRetries((document) => pending.push(document));

  const replay = (document: Buffer): void => {
    const op = fieldOf(documentValue(document), opField);
    const kind = op === undefined ? '' : op.bytes.toString('latin1', op.start + 4, op.end - 1);
    if (kind === 'retry') return retries.restore(document);
    if (kind === 'replicaSet') {
      const id = fieldOf(documentValue(document), idField);
      replicaSetId = id === undefined ? undefined : bytesOf(id);
      return;
    }
    take(entryOfDocument(document, (db, collection, id) => knownBefore(catalog, db, collection, id)));
  };
  const take = (entry: OplogEntry): void => {
    applyChange(catalog, snapshots, entry);
    oplog.append(entry);
    clock = entry.time;
  };
  const tick = (): ClusterTime => {
    const seconds = Math.max(Math.floor(Date.now() / 1000), clock.seconds);
    clock = { seconds, increment: seconds === clock.seconds ? clock.increment + 1 : 1 };
    return clock;
  };
  const journal = options.directory === undefined ? undefined : openJournal(options.directory, replay);
  const append = (change: Change, time: ClusterTime, index: number, transaction: TransactionIdentity | undefined): void => {
    const entry: OplogEntry = {
      operation: change.operation,
      db: change.db,
      collection: change.collection,
      uuid: change.uuid,
      id: change.id,
      before: change.before,
      after: change.after,
      description: change.description,
      details: change.details,
      time,
      index,
      wall: Date.now(),
      transaction,
      hasImages: catalog.find(change.db, change.collection)?.preImages ?? false,
    };
    take(entry);
    if (journal !== undefined) pending.push(entryDocument(entry));
    appended = true;
  };
  let appended = false;
  const flush = (): void => {
    if (pending.length > 0) journal?.append(pending);
    pending = [];
    if (appended) oplog.wake();
    appended = false;
  };
  if (replicaSetId === undefined) {
    replicaSetId = newReplicaSetId();
    pending.push(writeDocument({ op: 'replicaSet', id: { type: 7, bytes: replicaSetId, start: 0, end: 12 } }));
  }
  const store: Store = {
    catalog,
    oplog,
    retries,
    replicaSetId,
    write: (change) => append(change, tick(), 0, undefined),
    writeAll: (changes, transaction) => {
      const time = tick();
      for (const [index, change] of changes.entries()) append(change, time, index, transaction);
      return time;
    },
    snapshot: () => {
      const snapshot = takeSnapshot();
      snapshots.add(snapshot);
      return snapshot;
    },
    release: (snapshot) => snapshots.delete(snapshot),
    flush,
    close: () => journal?.close(),
  };
  store.write(noop());
  flush();
  return store;
}

/** An entry that only moves the clock on. */
export function noop(): Change {
  const none = undefined;
  return { operation: 'noop', db: '', collection: '', uuid: none, id: none, before: none, after: none, description: none, details: none };
}

/** What an entry of the journal does not say, because the storage says it when all before it is applied. */
function knownBefore(catalog: Catalog, db: string, name: string, id: Value | undefined): KnownBefore {
  const collection = catalog.find(db, name);
  const before = id === undefined ? undefined : collection?.records.get(keyOf(id));
  return { uuid: collection?.uuid, hasImages: collection?.preImages ?? false, before };
}
