import { type KeyString, keyOf } from './bson/key-string.ts';
import { bytesOf, type Value } from './bson/value.ts';
import type { ClusterTime } from './bson/writer.ts';
import { ServerError } from './errors.ts';
import type { Collection } from './storage/collection.ts';
import { type Layer, layeredRecords } from './storage/layered-records.ts';
import type { Change } from './storage/oplog.ts';
import type { RecordReader } from './storage/ordered-records.ts';
import type { Snapshot } from './storage/snapshot.ts';
import type { Store } from './storage/store.ts';

/** How a command reads and writes: in a transaction, or each change for itself. */
export interface Scope {
  reader(collection: Collection): RecordReader;
  /** Throws 112 in a transaction, and `HeldByTransaction` outside, when a transaction holds the document. */
  write(collection: Collection, change: Change): void;
}

/** An own write has to wait: an open transaction wrote the document. */
export class HeldByTransaction extends Error {
  override readonly name = 'HeldByTransaction';
  readonly ended: Promise<void>;

  constructor(ended: Promise<void>) {
    super('A transaction holds the document.');
    this.ended = ended;
  }
}

export interface Transaction extends Scope {
  readonly lsid: Buffer;
  readonly number: bigint;
  readonly startedAt: Date;
  readonly application: string;
  readonly connectionId: number;
}

export interface TransactionRequest {
  readonly lsid: Value;
  readonly number: bigint;
  readonly starting: boolean;
  readonly application: string;
  readonly connectionId: number;
}

/** Open transactions, one at most for each session. */
export interface Transactions {
  /** The transaction that a command belongs to; opens it when the command is its first. Throws 251 when there is none. */
  of(request: TransactionRequest): Transaction;
  commit(request: TransactionRequest): ClusterTime | undefined;
  abort(request: TransactionRequest): void;
  abortAll(): void;
  /** Ends the transaction of a command that failed in it. */
  fail(request: TransactionRequest): void;
  readonly open: readonly Transaction[];
  /** Reads what is there, writes at once. */
  readonly outside: Scope;
}

interface Entry {
  readonly transaction: Transaction;
  readonly snapshot: Snapshot;
  readonly layers: Map<Collection, Layer>;
  readonly changes: Change[];
  readonly ended: Promise<void>;
  readonly end: () => void;
  state: 'open' | 'committed' | 'aborted';
}

export function openTransactions(store: Store): Transactions {
  // The newest of each session, also when it has ended: a commit may be asked for twice.
  const newest = new Map<string, Entry>();
  const opened = new Set<Entry>();

  const holderOf = (collection: Collection, key: KeyString, except: Entry | undefined): Entry | undefined => {
    for (const entry of opened) if (entry !== except && entry.layers.get(collection)?.has(key) === true) return entry;
    return undefined;
  };
  const outside: Scope = {
    reader: (collection) => collection.records,
    write: (collection, change) => {
      const holder = change.id === undefined || opened.size === 0 ? undefined : holderOf(collection, keyOf(change.id), undefined);
      if (holder !== undefined) throw new HeldByTransaction(holder.ended);
      store.write(change);
    },
  };
  const begin = (request: TransactionRequest): Entry => {
    const layers = new Map<Collection, Layer>();
    const snapshot = store.snapshot();
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const layerOf = (collection: Collection): Layer => {
      const layer = layers.get(collection) ?? new Map<KeyString, Buffer | undefined>();
      layers.set(collection, layer);
      return layer;
    };
    const transaction: Transaction = {
      lsid: bytesOf(request.lsid),
      number: request.number,
      startedAt: new Date(),
      application: request.application,
      connectionId: request.connectionId,
      reader: (collection) => layeredRecords(snapshot.reader(collection), layerOf(collection)),
      write: (collection, change) => {
        const key = change.id === undefined ? undefined : keyOf(change.id);
        if (key === undefined) throw new ServerError(263, 'DDL is not possible in a transaction');
        if (snapshot.isChanged(collection, key) || holderOf(collection, key, entry) !== undefined) throw writeConflict();
        layerOf(collection).set(key, change.after);
        entry.changes.push(change);
      },
    };
    const entry: Entry = { transaction, snapshot, layers, changes: [], ended, end, state: 'open' };
    opened.add(entry);
    return entry;
  };
  const finish = (entry: Entry, state: 'committed' | 'aborted'): void => {
    entry.state = state;
    opened.delete(entry);
    store.release(entry.snapshot);
    entry.layers.clear();
    // The entry stays as its session's newest; what it held goes.
    entry.changes.length = 0;
    entry.end();
  };
  const known = (request: TransactionRequest): Entry => {
    const entry = newest.get(sessionKey(request.lsid));
    if (entry === undefined || entry.transaction.number !== request.number)
      throw noSuchTransaction(request.number, 'does not match any in-progress transactions');
    return entry;
  };
  const of = (request: TransactionRequest): Transaction => {
    const session = sessionKey(request.lsid);
    if (request.starting) {
      const before = newest.get(session);
      if (before !== undefined && before.transaction.number >= request.number) {
        throw new ServerError(225, `Cannot start transaction ${request.number} on session: a newer or the same one has already started`);
      }
      if (before?.state === 'open') finish(before, 'aborted');
      const entry = begin(request);
      newest.set(session, entry);
      return entry.transaction;
    }
    const entry = known(request);
    if (entry.state === 'aborted') throw noSuchTransaction(request.number, 'has been aborted');
    if (entry.state === 'committed') throw new ServerError(256, `Transaction ${request.number} has been committed`);
    return entry.transaction;
  };
  const commit = (request: TransactionRequest): ClusterTime | undefined => {
    const entry = known(request);
    if (entry.state === 'aborted') throw noSuchTransaction(request.number, 'has been aborted');
    if (entry.state === 'committed') return undefined;
    const { transaction } = entry;
    const changes = [...entry.changes];
    finish(entry, 'committed');
    return changes.length === 0 ? undefined : store.writeAll(changes, { lsid: transaction.lsid, number: transaction.number });
  };
  const abort = (request: TransactionRequest): void => {
    const entry = known(request);
    if (entry.state === 'committed') throw new ServerError(256, `Transaction ${request.number} has been committed`);
    if (entry.state === 'open') finish(entry, 'aborted');
    else throw noSuchTransaction(request.number, 'has been aborted');
  };
  return {
    of,
    commit,
    abort,
    abortAll: () => {
      for (const entry of opened) finish(entry, 'aborted');
    },
    fail: (request) => {
      const entry = newest.get(sessionKey(request.lsid));
      if (entry?.transaction.number === request.number && entry.state === 'open') finish(entry, 'aborted');
    },
    get open() {
      return [...opened].map(({ transaction }) => transaction);
    },
    outside,
  };
}

/** A session as text, for maps. */
export function sessionKey(lsid: Value): string {
  return bytesOf(lsid).toString('base64');
}

function noSuchTransaction(number: bigint, why: string): ServerError {
  return new ServerError(251, `Transaction ${number} ${why}`, { labels: ['TransientTransactionError'] });
}

function writeConflict(): ServerError {
  return new ServerError(
    112,
    'Write conflict during plan execution and yielding is disabled. Please retry your operation or multi-document transaction.',
    {
      labels: ['TransientTransactionError'],
    },
  );
}
