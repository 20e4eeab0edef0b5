/** Longest `ce-low` and `ce-high` that the standard allows: docs/standard/batch.md. */
export const maxPositionLength = 4096;

/** Snapshots are not in a hurry: a batch may gather rows for so long before it goes. */
export const snapshotDelayMs = 2_000;

/** A position that moved without a record is stored at most this often. */
export const idlePositionMs = 1_000;

/** Changes of one batch from the source. */
export const batchChanges = 5_000;
