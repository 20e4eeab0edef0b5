import {
  type Change,
  type ChangeBatch,
  type ChangeReader,
  type ChangeRequest,
  changeVersion,
  expectPosition,
  fixedHex,
  LienThongError,
  type Position,
  type Selection,
} from '@lienthong/core';
import { canonicalNow, type Entry, type Transaction } from './database.ts';
import { allEnded, ask, happening, type Sessions } from './sessions.ts';
import { selectedTable, valuesOf } from './snapshot.ts';

const kind = 'ledger/log';
const follower = 'lienthong';

export function changeReader(sessions: Sessions): ChangeReader {
  const { database } = sessions;
  const head = () => positionAt(database.log.length);
  return {
    start: (selections, signal, known) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        for (const selection of selections) selectedTable(sessions, selection);
        const position = known?.position ?? head();
        database.followers.set(follower, Math.min(database.followers.get(follower) ?? Number.MAX_SAFE_INTEGER, placeOf(position)));
        await allEnded(database, signal);
        return position;
      }),
    read: (request) => follow(sessions, request),
    acknowledge: (position, signal) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        database.followers.set(follower, Math.max(database.followers.get(follower) ?? 0, placeOf(position)));
      }),
    head: (signal) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        return head();
      }),
    passed: (position, goal) => placeOf(position) >= placeOf(goal),
    has: (position, _selections, signal) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        if (position.kind !== kind || position.format !== 1) return false;
        return placeOf(position) >= (database.followers.get(follower) ?? Number.MAX_SAFE_INTEGER);
      }),
    drop: (signal) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        database.followers.delete(follower);
      }),
  };
}

async function* follow(sessions: Sessions, request: ChangeRequest): AsyncGenerator<ChangeBatch, void, undefined> {
  const { database } = sessions;
  const { selections, heartbeatMs, batchChanges, signal } = request;
  let place = placeOf(request.after);
  for (const selection of selections) selectedTable(sessions, selection);
  const session = await sessions.acquire(signal);
  try {
    const kept = database.followers.get(follower);
    if (kept === undefined || place < kept)
      throw new LienThongError('SOURCE_HISTORY_LOST', { message: 'the log behind the position is no longer kept' });
    for (;;) {
      await ask(session, signal);
      const transaction = database.log[place];
      if (transaction === undefined) {
        await happening(database, heartbeatMs, signal);
        await ask(session, signal);
        if (database.log[place] === undefined) yield { changes: [], position: positionAt(place), at: canonicalNow() };
        continue;
      }
      const changes = changesOf(transaction, place, request);
      // A position within a transaction stays before it.
      for (let from = 0; from < changes.length || from === 0; from += batchChanges) {
        const isLast = from + batchChanges >= changes.length;
        yield { changes: changes.slice(from, from + batchChanges), position: positionAt(isLast ? place + 1 : place), at: transaction.at };
        await ask(session, signal);
      }
      place += 1;
    }
  } finally {
    sessions.release(session);
  }
}

function changesOf({ entries, at }: Transaction, place: number, { selections, maxTransactionChanges }: ChangeRequest): readonly Change[] {
  const changes: Change[] = [];
  for (const entry of entries) {
    const selection = selections.find(({ collection }) => collection.name === entry.table);
    if (selection === undefined) continue;
    const version = changeVersion(fixedHex(BigInt(place)), changes.length);
    changes.push(changeOf(entry, selection, { collection: selection.collection, version, at, tx: String(place) }));
  }
  if (changes.length > maxTransactionChanges) {
    throw new LienThongError('TRANSACTION_TOO_LARGE', {
      message: `a transaction has ${changes.length} changes`,
      details: { cap: maxTransactionChanges, changes: changes.length },
    });
  }
  return changes;
}

function changeOf({ op, row, old }: Entry, selection: Selection, shared: Omit<Extract<Change, { op: 't' }>, 'op'>): Change {
  const keyOf = (of: Entry['row']) => selection.columns.map((column) => (selection.key.includes(column) ? of[column] : null));
  if (op === 't') return { ...shared, op };
  if (op === 'd') return { ...shared, op, row: keyOf(row), oldKey: undefined };
  const isMoved = old !== undefined && selection.key.some((column) => old[column] !== row[column]);
  return { ...shared, op, row: valuesOf(row, selection), oldKey: isMoved ? keyOf(old) : undefined };
}

function positionAt(place: number): Position {
  return { kind, format: 1, place };
}

function placeOf(position: Position): number {
  expectPosition(position, kind, 1);
  return Number(position['place']);
}
