export const undoGone = 'has changes that undo does not reach back to any more, or was altered since: raise UNDO_RETENTION';

/** Snapshot too old, altered since, no such SCN, below the retention. */
export const goneCodes: ReadonlySet<string> = new Set(['1555', '1466', '8180', '8181', '30052']);
