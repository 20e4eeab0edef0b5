import type { Version } from '../record/version.ts';
import type { CollectionName } from './collection.ts';
import type { Position } from './position.ts';
import type { Row, Rows } from './row-block.ts';

/** Values in the order of the selection's columns: arrays, because a million objects cost more than the work. `null` is SQL NULL. */
export type RowValues = readonly unknown[];

/** What is read of a collection. */
export interface Selection {
  readonly collection: CollectionName;
  /** Exact column names; the order of `RowValues`. */
  readonly columns: readonly string[];
  /** The columns that identify a row for the reader: part of `columns`. */
  readonly key: readonly string[];
}

/** A part of a collection that can be read and resumed alone. `position` is where it starts; the rest is the adapter's own. */
export type KeyRange = Position;

export interface SplitRequest {
  readonly selection: Selection;
  /** About how many rows a range should hold. */
  readonly rowsPerRange: number;
  readonly signal: AbortSignal;
}

export interface SnapshotRequest {
  readonly selection: Selection;
  readonly range: KeyRange;
  /** Where an earlier read of the same range stopped. */
  readonly after: Position | undefined;
  /** Rows of one batch, at most; also the rows of one statement, at most a small multiple. */
  readonly batchRows: number;
  readonly signal: AbortSignal;
}

export interface RowBatch {
  /** Valid until the next batch is asked for: the memory of a block is used again. */
  readonly rows: Rows;
  /** Resuming here repeats nothing of this batch and skips nothing behind it. */
  readonly position: Position;
}

export interface SnapshotReader {
  /** Key ranges of about equal size, each readable and resumable alone, side by side. They cover every possible key, also keys inserted later. */
  split(request: SplitRequest): Promise<readonly KeyRange[]>;
  /** Throws SOURCE_REWRITTEN where rows may have moved out of the ranges that were split: they are split and read again, all of them. */
  read(request: SnapshotRequest): AsyncIterable<RowBatch>;
}

export interface IncrementalRequest {
  readonly selection: Selection;
  /** A column that only grows, part of the selection's columns, or one of the description's `watermarks`. */
  readonly watermark: string;
  /** `undefined`: from the beginning. */
  readonly after: Position | undefined;
  /** Rows whose watermark is younger than this are left for the next pass: transactions that are still open may write below it. */
  readonly settleMs: number;
  readonly batchRows: number;
  readonly signal: AbortSignal;
}

export interface IncrementalBatch extends RowBatch {
  /** One per row. */
  readonly versions: readonly Version[];
}

/** Reads what grew behind a watermark column; ends when nothing settled is left. */
export interface IncrementalReader {
  read(request: IncrementalRequest): AsyncIterable<IncrementalBatch>;
}

export interface ChangeRequest {
  readonly after: Position;
  readonly selections: readonly Selection[];
  /** An empty batch comes at least this often, so that the position moves while nothing of ours changes. */
  readonly heartbeatMs: number;
  /** Changes of one batch, at most. A larger transaction comes in several batches whose `position` stays before it. */
  readonly batchChanges: number;
  /** A single transaction with more changes of ours stops reading with TRANSACTION_TOO_LARGE. */
  readonly maxTransactionChanges: number;
  readonly signal: AbortSignal;
}

export interface ChangeBatch {
  /** In commit order, whole transactions where the log has them. Valid until the next batch is asked for, as the rows of a `RowBatch`. */
  readonly changes: readonly Change[];
  /** Resuming here skips nothing behind this batch, and repeats what it left unfinished: a transaction, or what is read again behind one. */
  readonly position: Position;
  /** Time of the newest commit, or of the server when the batch is empty; canonical timestamptz. */
  readonly at: string | undefined;
}

export type Change = RowChange | Truncation;

export interface RowChange {
  readonly op: 'c' | 'u' | 'd';
  readonly collection: CollectionName;
  /** Sortable place of the *commit*, then ordinal within the transaction. */
  readonly version: Version;
  readonly at: string | undefined;
  readonly tx: string | undefined;
  /** In selection order. Complete for `c` and `u`: what the log left out was read again. For `d` only the key columns are filled. */
  readonly row: Row;
  /** The key before, in selection order with only the key columns filled, when an update changed it. */
  readonly oldKey: Row | undefined;
  /** The log left values of the row out, and it was read again from its table: counted, because it costs the source a query. */
  readonly readAgain?: true;
}

export interface Truncation {
  readonly op: 't';
  readonly collection: CollectionName;
  readonly version: Version;
  readonly at: string | undefined;
  readonly tx: string | undefined;
}

export interface KnownStart {
  readonly position: Position;
  readonly anew: readonly Selection[];
}

/**
 * An error of `start` or `read` that concerns single collections names them in `details.collections`, as `formatCollection` does:
 * then the others are followed on without them.
 */
export interface ChangeReader {
  /**
   * Where following starts: taken before the first snapshot read, and early enough (docs/standard/convergence.md, the traps):
   * it returns only when every transaction that was in flight at that place is visible to a read. Starting too early is safe.
   * Creates what following needs in the source (a slot) when it is not there, and nothing when `selections` are followed already.
   * With `known` following goes on at `known.position`: only the selections in `known.anew` are new there, or read from scratch now.
   */
  start(selections: readonly Selection[], signal: AbortSignal, known?: KnownStart): Promise<Position>;
  /** The consumer's pull is the backpressure; at most one batch is read ahead. */
  read(request: ChangeRequest): AsyncIterable<ChangeBatch>;
  /** Everything up to here is durable on our side; the source may forget it. */
  acknowledge(position: Position, signal: AbortSignal): Promise<void>;
  /** The end of the log at this moment: what a bounded run (`--once`) has to reach. */
  head(signal: AbortSignal): Promise<Position>;
  /** Whether following at `position` has passed everything before `goal`: another position of this reader, such as that of `head`. */
  passed(position: Position, goal: Position): boolean;
  /**
   * Whether following `selections` from `position` would skip nothing: for a position that comes back from the platform after
   * our own state was lost. False for a foreign position, and when the source has let go of anything behind it. Creates and
   * moves nothing. Without this method such a position is never used.
   */
  has?(position: Position, selections: readonly Selection[], signal: AbortSignal): Promise<boolean>;
  /** Removes what `start` created in the source. Afterwards every position is lost. */
  drop(signal: AbortSignal): Promise<void>;
}
