import { type CollectionDescription, compileRowMark, isBlockRow, type Row, type RowMark, valueOfBlock } from '@lienthong/core';
import type { StateStore } from '../state/store.ts';

/** Why a row stays: for dead letters and metrics, without any value. */
export const stateSecretCode = 'state-secret' as const;

/** Keeps back the rows of a dataset that their mark does not declare open. */
export interface Withholding {
  isOpen(row: Row): boolean;
  /**
   * Whether the change that was last seen of a key, in this epoch, kept its row back: then nothing of the key is with the platform.
   * Rows that a snapshot kept back do not count: a change may have come before, and been published.
   */
  isWithheld(identity: string, epoch: number): boolean;
  withhold(identity: string, epoch: number): void;
  /** The key is published, or gone. */
  forget(identity: string): void;
}

/** `columns`: what is selected, the mark among it. */
export function createWithholding(input: {
  readonly mark: RowMark;
  readonly columns: readonly string[];
  readonly description: CollectionDescription;
  readonly dataset: string;
  readonly store: StateStore;
}): Withholding {
  const { mark, columns, description, dataset, store } = input;
  const isOpenValue = compileRowMark(mark, description);
  const place = columns.indexOf(mark.column);
  const epochs = new Map(store.deadLetters.withheld(dataset, stateSecretCode));
  return {
    isOpen: (row) => isOpenValue(isBlockRow(row) ? valueOfBlock(row.block, row.index, place) : row[place]),
    isWithheld: (identity, epoch) => epochs.get(identity) === epoch,
    withhold: (identity, epoch) => epochs.set(identity, epoch),
    forget: (identity) => epochs.delete(identity),
  };
}
