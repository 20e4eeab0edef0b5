import { LienThongError, type VerifiedReceipt } from '@lienthong/core';
import { numberOf, optionalText, type StateDatabase, textOf } from './database.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import { checkSum, writeSums } from './sums.ts';
import type { NewDeadLetter, SpoolEntry } from './types.ts';

export interface KeptReceipt {
  readonly dataset: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly number: number;
  readonly jws: string;
}

/** Receipts stay for ever: the proof of what was exchanged. */
export interface ReceiptStore {
  /** Keeps the receipt and forgets the batch, in one transaction. `hash` is the receipt's own. */
  settle(entry: SpoolEntry, verified: VerifiedReceipt, hash: string, rejected: readonly NewDeadLetter[]): void;
  /** Forgets a batch that will never get one: its epoch is over and its number is taken. */
  waive(entry: SpoolEntry): void;
  list(dataset: string, limit: number): readonly KeptReceipt[];
}

export function receiptStore(database: StateDatabase, deadLetters: DeadLetterStore): ReceiptStore {
  return {
    settle(entry, verified, hash, rejected) {
      database.transaction('keeping a receipt', () => {
        checkChain(database, entry.dataset, verified, hash);
        const { receipt, jws } = verified;
        database.run(
          `INSERT INTO receipts (dataset, epoch, sequence, number, hash, previous, jws) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (dataset, epoch, sequence) DO NOTHING`,
          entry.dataset,
          entry.epoch,
          entry.sequence,
          receipt.number,
          hash,
          receipt.previous ?? null,
          jws,
        );
        writeSums(database, 'receipts', 'dataset = ? AND epoch = ? AND sequence = ?', entry.dataset, entry.epoch, entry.sequence);
        deadLetters.add(rejected);
        forget(database, entry);
      });
    },
    waive: (entry) => database.transaction('forgetting a batch', () => forget(database, entry)),
    list(dataset, limit) {
      return database.rows('SELECT * FROM receipts WHERE dataset = ? ORDER BY number DESC LIMIT ?', dataset, limit).map((row) => ({
        dataset,
        epoch: numberOf(checkSum('receipts', row), 'epoch'),
        sequence: numberOf(row, 'sequence'),
        number: numberOf(row, 'number'),
        jws: textOf(row, 'jws'),
      }));
    },
  };
}

function forget(database: StateDatabase, { dataset, epoch, sequence }: SpoolEntry): void {
  database.run('DELETE FROM spool WHERE dataset = ? AND epoch = ? AND sequence = ?', dataset, epoch, sequence);
}

// Batches in flight come back in any order: a receipt is held against whichever neighbour is here already.
function checkChain(database: StateDatabase, dataset: string, verified: VerifiedReceipt, hash: string): void {
  const { number, previous } = verified.receipt;
  // A receipt of ours that was damaged must not look like a chain that the platform broke.
  const neighbour = (wanted: number) =>
    database.rows('SELECT * FROM receipts WHERE dataset = ? AND number = ?', dataset, wanted).map((row) => checkSum('receipts', row))[0];
  const before = neighbour(number - 1);
  const same = neighbour(number);
  const after = neighbour(number + 1);
  const broken =
    (before !== undefined && textOf(before, 'hash') !== previous) ||
    (same !== undefined && textOf(same, 'hash') !== hash) ||
    (after !== undefined && optionalText(after, 'previous') !== hash) ||
    (number === 1 && previous !== undefined);
  if (broken) {
    throw new LienThongError('RECEIPT_INVALID', { message: `receipt ${number} of ${dataset} does not continue the chain of receipts` });
  }
}
