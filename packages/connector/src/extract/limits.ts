/** Longest `ce-low` and `ce-high` that the standard allows: docs/standard/batch.md. */
export const maxPositionLength = 4096;

/** Snapshots are not in a hurry: a batch may gather rows for so long before it goes. */
export const snapshotDelayMs = 2_000;

/** A position that moved without a record is stored at most this often. */
export const idlePositionMs = 1_000;

/**
 * A stream without changes tells the platform its place so often, and so long the source keeps log that we do not need:
 * it may forget only what every stream has told.
 */
export const positionMarkMs = 60_000;

/**
 * The source forgets what was durable here so long ago: by then it is with the platform, unless that is away. So a process
 * that is killed and loses its state finds in the source what was on its way.
 */
export const acknowledgeDelayMs = 5_000;

/** Changes of one batch from the source. */
export const batchChanges = 5_000;
