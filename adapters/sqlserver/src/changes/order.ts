import { LienThongError } from '@lienthong/core';
import type { FoundChange } from './way.ts';

/** By commit, then table by table in the order of the selections, then by their places. */
export function putInOrder<T extends FoundChange>(changes: readonly T[], tables: readonly FoundChange['table'][]): T[] {
  const places = new Map(tables.map(({ name }, index) => [name, index]));
  const placeOf = ({ table }: T) => places.get(table.name) ?? 0;
  return [...changes].sort((one, other) => {
    if (one.commit !== other.commit) return one.commit < other.commit ? -1 : 1;
    if (one.table.name !== other.table.name) return placeOf(one) - placeOf(other);
    return one.place < other.place ? -1 : one.place > other.place ? 1 : 0;
  });
}

/** Refuses a commit of more changes of ours than may be handed on. */
export function requireBelowCap(changes: readonly FoundChange[], cap: number): void {
  let ofCommit = 0;
  for (const [index, change] of changes.entries()) {
    ofCommit = changes[index - 1]?.commit === change.commit ? ofCommit + 1 : 1;
    if (ofCommit > cap) throw tooLarge(change.commit, cap, change.table.name);
  }
}

export function tooLarge(commit: bigint, cap: number, name: string): LienThongError {
  const transaction = commit.toString(16).toUpperCase();
  return new LienThongError('TRANSACTION_TOO_LARGE', {
    message: `transaction ${transaction} has more than ${cap} changes; the last one seen is of ${name}`,
    remedy: `Raise maxTransactionChanges above ${cap}.`,
    details: { transaction, changes: cap + 1, cap },
  });
}
