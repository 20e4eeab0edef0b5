/** How many records a stream has in its dataset's table, without tombstones. */
export interface StreamRecords {
  /** The newest epoch. */
  readonly epoch: number;
  /** `undefined`: nobody counted, because they were there before the columns that count them. */
  readonly total: number | undefined;
  /** Those among them that were stored in the newest epoch. */
  readonly renewed: number | undefined;
}

/** What one batch does to the records of its stream. */
export interface RecordChange {
  readonly epoch: number;
  readonly added: number;
  readonly removed: number;
  /** Those among the removed that were stored in the batch's own epoch. */
  readonly removedOfEpoch: number;
}

/** The records after a batch; what comes late for an epoch that is over renews nothing. */
export function countRecords(records: StreamRecords, { epoch, added, removed, removedOfEpoch }: RecordChange): StreamRecords {
  const total = records.total === undefined ? undefined : records.total + added - removed;
  if (epoch < records.epoch) return { ...records, total };
  const before = epoch === records.epoch ? records.renewed : 0;
  return { epoch, total, renewed: before === undefined ? undefined : before + added - removedOfEpoch };
}

/** When records became tombstones, also of the epoch itself; those are counted again from the next epoch on. */
export function withoutCleared(records: StreamRecords, cleared: number): StreamRecords {
  if (cleared === 0) return records;
  const total = records.total === undefined ? undefined : records.total - cleared;
  return { ...records, total, renewed: undefined };
}
