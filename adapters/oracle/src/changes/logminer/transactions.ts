import { LienThongError } from '@lienthong/core';
import { createSpill, type Spill } from './spill.ts';

/** A change as the log tells it, in a form that can lie on disk. */
export interface LoggedChange {
  /** Place of its table among those that are followed. */
  readonly table: number;
  readonly operation: 'insert' | 'update' | 'delete' | 'large';
  readonly rowId: string;
  readonly sql: string;
  readonly scn: string;
}

export interface TransactionLimits {
  /** Changes of one transaction that are kept in memory; those before them lie on disk. */
  readonly inMemory: number;
  /** Above it, following stops with the transaction's name. */
  readonly maxTransactionChanges: number;
}

/** Transactions that have changed something of ours and have not ended. */
export interface Transactions {
  add(xid: string, change: LoggedChange): Promise<void>;
  /** Takes the newest change of the row back: a savepoint or a statement was rolled back. */
  undo(xid: string, change: LoggedChange): void;
  rollback(xid: string): Promise<void>;
  /** The changes of a committed one, in their order, and forgets them; undefined when it changed nothing of ours. */
  commit(xid: string): Committed | undefined;
  /** Where the oldest of them began to change something of ours. */
  readonly oldest: { readonly xid: string; readonly scn: bigint; readonly since: number } | undefined;
  readonly size: number;
  close(): Promise<void>;
}

export interface Committed extends AsyncDisposable {
  readonly count: number;
  changes(): AsyncIterable<LoggedChange>;
}

interface Open {
  readonly scn: bigint;
  /** By our clock. */
  readonly since: number;
  readonly recent: LoggedChange[];
  spill: Spill | undefined;
  /** Changes that were taken back after they were written to disk, by their place. */
  readonly undone: Set<number>;
  count: number;
}

export function createTransactions(limits: TransactionLimits): Transactions {
  const open = new Map<string, Open>();

  const spillOf = async (transaction: Open): Promise<void> => {
    transaction.spill ??= await createSpill();
    await transaction.spill.append(transaction.recent);
    transaction.recent.length = 0;
  };

  return {
    add: async (xid, change) => {
      let transaction = open.get(xid);
      if (transaction === undefined) {
        transaction = { scn: BigInt(change.scn), since: Date.now(), recent: [], spill: undefined, undone: new Set(), count: 0 };
        open.set(xid, transaction);
      }
      transaction.recent.push(change);
      transaction.count += 1;
      if (transaction.count > limits.maxTransactionChanges) throw tooLarge(xid, limits.maxTransactionChanges);
      if (transaction.recent.length > limits.inMemory) await spillOf(transaction);
    },
    undo: (xid, change) => {
      const transaction = open.get(xid);
      if (transaction === undefined) return;
      const isSame = (other: { readonly table: number; readonly rowId: string }) =>
        other.table === change.table && other.rowId === change.rowId;
      const recent = transaction.recent.findLastIndex(isSame);
      if (recent >= 0) transaction.recent.splice(recent, 1);
      else {
        const place = transaction.spill?.findLast((other, at) => isSame(other) && !transaction.undone.has(at));
        // Its change lies before the place that following began at: it was never ours.
        if (place === undefined) return;
        transaction.undone.add(place);
      }
      transaction.count -= 1;
    },
    rollback: async (xid) => {
      const transaction = open.get(xid);
      open.delete(xid);
      await transaction?.spill?.[Symbol.asyncDispose]();
    },
    commit: (xid) => {
      const transaction = open.get(xid);
      if (transaction === undefined) return undefined;
      open.delete(xid);
      return {
        count: transaction.count,
        changes: () => changesOf(transaction),
        [Symbol.asyncDispose]: async () => transaction.spill?.[Symbol.asyncDispose](),
      };
    },
    get oldest() {
      let found: { readonly xid: string; readonly scn: bigint; readonly since: number } | undefined;
      for (const [xid, { scn, since }] of open) if (found === undefined || scn < found.scn) found = { xid, scn, since };
      return found;
    },
    get size() {
      return open.size;
    },
    close: async () => {
      const all = [...open.values()];
      open.clear();
      for (const { spill } of all) await spill?.[Symbol.asyncDispose]();
    },
  };
}

async function* changesOf({ spill, undone, recent }: Open): AsyncGenerator<LoggedChange, void, undefined> {
  if (spill !== undefined) for await (const { at, change } of spill.all()) if (!undone.has(at)) yield change;
  yield* recent;
}

function tooLarge(xid: string, cap: number): LienThongError {
  return new LienThongError('TRANSACTION_TOO_LARGE', {
    message: `transaction ${xid} has more than ${cap} changes`,
    remedy: `Raise maxTransactionChanges above ${cap}.`,
    details: { transaction: xid, changes: cap + 1, cap },
  });
}
