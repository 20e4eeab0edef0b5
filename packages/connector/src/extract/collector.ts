import {
  type BlockRow,
  type BufferPool,
  type Change,
  createByteWriter,
  createLineHeads,
  deletionLine,
  isBlock,
  isBlockRow,
  type LineInput,
  lineEnd,
  type QualityCounts,
  type RecordEncoder,
  type Rejection,
  type Row,
  type RowBlock,
  type RowChange,
  type Rows,
  type RowValues,
  recordLine,
  recordLineHead,
  rowCount,
  snapshotVersion,
  takeBytes,
  truncationLine,
  type Version,
  valuesOfRow,
  viewOf,
  writeBytes,
  writeString,
} from '@lienthong/core';
import type { EventHub } from '../events.ts';
import type { NewDeadLetter } from '../state/types.ts';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';
import { gatherRefusals } from './refusals.ts';

/** Lines of one batch to be. */
export interface Chunk {
  readonly lines: Uint8Array;
  readonly count: number;
  /** Gives the lines' memory back: they must not be looked at afterwards. */
  readonly release?: () => void;
}

/** What a dataset gathered since the last `take`. */
export interface Collected {
  readonly chunks: readonly Chunk[];
  readonly deadLetters: readonly NewDeadLetter[];
  readonly superseded: readonly string[];
  readonly rows: number;
  /** What was found in the records; `undefined` when none was looked at. */
  readonly quality: QualityCounts | undefined;
}

/** Turns rows of one dataset into lines, and refused rows into dead letters. */
export interface Collector {
  /** Characters and dead letters that wait to be taken. */
  readonly size: number;
  readonly isEmpty: boolean;
  snapshotRows(rows: Rows): void;
  watermarkRow(row: RowValues, version: Version): void;
  change(change: Change): void;
  take(): Collected;
}

interface CollectorInput {
  readonly run: DatasetRun;
  readonly batchBytes: number;
  readonly maxWaitingDeadLetters: number;
  readonly events: EventHub;
  /** Where the lines' memory comes from. */
  readonly memory: BufferPool;
}

// A snapshot's lines differ in their record only.
const snapshotFrame = { head: Buffer.from(recordLineHead('r', { version: snapshotVersion })), tail: Buffer.from(lineEnd) };
const lineEndBytes = viewOf(Buffer.from(lineEnd));
// Platforms refuse batches of more than 100,000 lines.
const maxLines = 50_000;
/** So many rows of a block are written in one go: in between a batch may be cut. */
const uncutRows = 256;

export function openCollector({ options, events, memory }: ExtractContext, run: DatasetRun): Collector {
  return createCollector({ run, batchBytes: options.batch.bytes, maxWaitingDeadLetters: options.maxWaitingDeadLetters, events, memory });
}

function createCollector({ run, batchBytes, maxWaitingDeadLetters, events, memory }: CollectorInput): Collector {
  const { encoder, letters, withholding } = run;
  // Of this collector alone: what it counts becomes durable with the very rows that it counted.
  const tally = encoder.createTally();
  let chunks: Chunk[] = [];
  const lines = createByteWriter(memory);
  const writeHead = createLineHeads();
  let count = 0;
  let rows = 0;
  const refusals = gatherRefusals(run, maxWaitingDeadLetters, events);
  /** Of chunks that are cut. */
  let cutBytes = 0;
  const mostBytes = batchBytes * 2;

  const line = (written: string): void => {
    writeString(lines, written);
    linesAdded(1);
  };
  const linesAdded = (added: number): void => {
    count += added;
    // Cut only what grew far beyond a batch: a step ends with the rows that its position covers, and a remainder would travel alone.
    if (lines.length >= mostBytes || count >= maxLines) cut();
  };
  const cut = (): void => {
    if (count === 0) return;
    cutBytes += lines.length;
    const { bytes, release } = takeBytes(lines);
    chunks.push({ lines: bytes, count, release });
    count = 0;
  };
  /** A row that its mark keeps back. What was published under its key goes; a row that the source has just made has no past. */
  const keepBack = (op: 'r' | 'c' | 'u', input: LineInput, row: RowValues): void => {
    const key = encoder.key(row);
    if (typeof key !== 'string') return refusals.keepBack(op, input, undefined);
    const identity = letters.identify(key);
    if (op !== 'r') {
      if (op === 'u' && withholding?.isWithheld(identity, run.epoch) !== true) line(deletionLine(input, key));
      refusals.supersede(key);
      withholding?.withhold(identity, run.epoch);
    }
    refusals.keepBack(op, input, identity);
  };
  /** The row's key, where the newest change of it was kept back. */
  const withheldKey = (row: Row): string | undefined => {
    if (withholding === undefined || letters.size === 0) return undefined;
    const key = encoder.key(valuesOfRow(row));
    return typeof key === 'string' && withholding.isWithheld(letters.identify(key), run.epoch) ? key : undefined;
  };
  const snapshotRow = (row: RowValues): void => {
    if (withholding?.isOpen(row) === false) return keepBack('r', { version: snapshotVersion }, row);
    const after = encoder.record(row, tally);
    if (typeof after === 'string') line(recordLine('r', { version: snapshotVersion }, after));
    else refusals.refuse('r', { version: snapshotVersion }, after, row);
  };
  const snapshotBlock = (block: RowBlock): void => {
    let refused = 0;
    const refuse = (index: number, refusal: Rejection): void => {
      refused += 1;
      refusals.refuse('r', { version: snapshotVersion }, refusal, valuesOfRow({ block, index }));
    };
    const rowsAtATime = withholding === undefined ? uncutRows : 1;
    for (let from = 0; from < block.count; ) {
      if (withholding?.isOpen({ block, index: from }) === false) {
        keepBack('r', { version: snapshotVersion }, valuesOfRow({ block, index: from }));
        from += 1;
        continue;
      }
      const until = Math.min(from + rowsAtATime, block.count);
      refused = 0;
      const behind = encoder.writeRecords({ block, from, until, mostBytes }, snapshotFrame, lines, tally, refuse);
      linesAdded(behind - from - refused);
      from = behind;
    }
  };
  /** Ends a line that was begun at `before`, or takes it back. */
  const finish = (before: number, refusal: Rejection | undefined): Rejection | undefined => {
    if (refusal === undefined) {
      writeBytes(lines, lineEndBytes);
      linesAdded(1);
    } else lines.length = before;
    return refusal;
  };
  /** One line of a record or a key, from texts or from bytes. */
  const write = (op: 'c' | 'u' | 'd', input: LineInput, row: Row): Rejection | undefined => {
    if (isBlockRow(row)) return writeOfBlock(op, input, row);
    const json = op === 'd' ? encoder.key(row) : encoder.record(row, tally);
    if (typeof json !== 'string') return json;
    line(op === 'd' ? deletionLine(input, json) : recordLine(op, input, json));
    return undefined;
  };
  const writeOfBlock = (op: 'c' | 'u' | 'd', input: LineInput, { block, index }: BlockRow): Rejection | undefined => {
    const before = lines.length;
    writeHead(lines, op, input);
    return finish(before, op === 'd' ? encoder.writeKey(block, index, lines) : encoder.writeRecord(block, index, lines, tally));
  };
  const record = (op: 'c' | 'u', input: LineInput, row: Row): void => {
    if (withholding?.isOpen(row) === false) return keepBack(op, input, valuesOfRow(row));
    // From here the key has a past again, also when the contract refuses the row: a person may publish it later.
    const withheld = withheldKey(row);
    if (withheld !== undefined) refusals.supersede(withheld);
    const refusal = write(op, input, row);
    if (refusal !== undefined) refusals.refuse(op, input, refusal, valuesOfRow(row));
    else if (letters.size > 0) refusals.supersede(keyOf(encoder, row));
  };
  const deletion = (input: LineInput, row: Row): void => {
    const withheld = withheldKey(row);
    // Nothing of it was published: its deletion would be the first to tell of it.
    if (withheld !== undefined) return refusals.supersede(withheld);
    const refusal = write('d', input, row);
    if (refusal !== undefined) refusals.refuse('d', input, refusal, valuesOfRow(row));
    else if (letters.size > 0) refusals.supersede(keyOf(encoder, row));
  };
  const rowChange = (change: RowChange): void => {
    if (change.op === 'd') return deletion(change, change.row);
    if (change.oldKey === undefined) return record(change.op, change, change.row);
    // A change of key: the old record goes, the new one comes, both at the change's place.
    const oldKey = encoder.key(valuesOfRow(change.oldKey));
    const newKey = encoder.key(valuesOfRow(change.row));
    if (typeof oldKey === 'string' && oldKey === newKey) return record(change.op, change, change.row);
    deletion(change, change.oldKey);
    if (withholding?.isOpen(change.row) === false) keepBack('u', change, valuesOfRow(change.row));
    else record('c', change, change.row);
  };
  return {
    get size() {
      return cutBytes + refusals.size + lines.length;
    },
    get isEmpty() {
      return cutBytes + refusals.size + lines.length === 0 && rows === 0;
    },
    snapshotRows(batch) {
      rows += rowCount(batch);
      if (isBlock(batch)) snapshotBlock(batch);
      else for (const row of batch) snapshotRow(row);
    },
    watermarkRow(row, version) {
      rows += 1;
      record('u', { version }, row);
    },
    change(change) {
      rows += 1;
      if (change.op === 't') line(truncationLine({ version: change.version, at: change.at, tx: change.tx }));
      else rowChange(change);
    },
    take() {
      cut();
      const collected: Collected = { chunks, ...refusals.take(), rows, quality: tally?.take() };
      chunks = [];
      rows = 0;
      cutBytes = 0;
      return collected;
    },
  };
}

// The record was written, so its key can be written too.
function keyOf(encoder: RecordEncoder, row: Row): string {
  const key = encoder.key(valuesOfRow(row));
  return typeof key === 'string' ? key : '';
}
