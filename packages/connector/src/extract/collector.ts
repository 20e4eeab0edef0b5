import {
  type BlockRow,
  type BufferPool,
  type Change,
  createByteWriter,
  deletionLineHead,
  isBlock,
  isBlockRow,
  LienThongError,
  type LineInput,
  lineEnd,
  type Operation,
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
import { rowToJson } from '../state/row-json.ts';
import type { NewDeadLetter } from '../state/types.ts';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';

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
const snapshotHead = viewOf(Buffer.from(recordLineHead('r', { version: snapshotVersion })));
const lineEndBytes = viewOf(Buffer.from(lineEnd));
// Dead letters are held in memory until they are taken: each counts as this many characters.
const letterWeight = 512;
// Platforms refuse batches of more than 100,000 lines.
const maxLines = 50_000;

export function openCollector({ options, events, memory }: ExtractContext, run: DatasetRun): Collector {
  return createCollector({ run, batchBytes: options.batch.bytes, maxWaitingDeadLetters: options.maxWaitingDeadLetters, events, memory });
}

function createCollector({ run, batchBytes, maxWaitingDeadLetters, events, memory }: CollectorInput): Collector {
  const { encoder, letters } = run;
  // Of this collector alone: what it counts becomes durable with the very rows that it counted.
  const tally = encoder.createTally();
  let chunks: Chunk[] = [];
  const lines = createByteWriter(memory);
  let count = 0;
  let rows = 0;
  let deadLetters: MutableLetter[] = [];
  let superseded: string[] = [];
  /** Of chunks that are cut, and the weight of dead letters. */
  let cutBytes = 0;

  const line = (written: string): void => {
    writeString(lines, written);
    lineAdded();
  };
  const lineAdded = (): void => {
    count += 1;
    // Cut only what grew far beyond a batch: a step ends with the rows that its position covers, and a remainder would travel alone.
    if (lines.length >= batchBytes * 2 || count >= maxLines) cut();
  };
  const cut = (): void => {
    if (count === 0) return;
    cutBytes += lines.length;
    const { bytes, release } = takeBytes(lines);
    chunks.push({ lines: bytes, count, release });
    count = 0;
  };
  const refuse = (op: Operation, input: LineInput, rejection: Rejection, row: RowValues): void => {
    const key = encoder.key(row);
    const known = typeof key === 'string' ? key : undefined;
    deadLetters.push({
      dataset: run.dataset,
      epoch: run.epoch,
      version: input.version,
      op,
      at: input.at,
      origin: 'connector',
      code: rejection.code,
      pointer: rejection.pointer,
      reason: rejection.reason,
      status: 'waiting',
      content: { key: known, columns: encoder.columns, row: rowToJson(row.slice(0, encoder.columns.length)), line: undefined },
    });
    if (known !== undefined) letters.add(known);
    cutBytes += letterWeight;
    run.counters.rejected += 1;
    events.emit('record-rejected', { dataset: run.dataset, origin: 'connector', code: rejection.code, pointer: rejection.pointer });
    if (letters.size > maxWaitingDeadLetters) {
      throw new LienThongError('MAPPING_INVALID', {
        message: `more than ${maxWaitingDeadLetters} records of ${run.dataset} are refused: the mapping does not fit the collection`,
        remedy: 'Look at `lienthong dead-letters list`, correct the mapping, and start again; or raise deadLetters.maxWaiting.',
      });
    }
  };
  const snapshotRow = (row: RowValues): void => {
    const after = encoder.record(row, tally);
    if (typeof after === 'string') line(recordLine('r', { version: snapshotVersion }, after));
    else refuse('r', { version: snapshotVersion }, after, row);
  };
  const snapshotBlock = (block: RowBlock): void => {
    for (let index = 0; index < block.count; index++) {
      const before = lines.length;
      writeBytes(lines, snapshotHead);
      const refusal = finish(before, encoder.writeRecord(block, index, lines, tally));
      if (refusal !== undefined) refuse('r', { version: snapshotVersion }, refusal, valuesOfRow({ block, index }));
    }
  };
  /** Ends a line that was begun at `before`, or takes it back. */
  const finish = (before: number, refusal: Rejection | undefined): Rejection | undefined => {
    if (refusal === undefined) {
      writeBytes(lines, lineEndBytes);
      lineAdded();
    } else lines.length = before;
    return refusal;
  };
  /** One line of a record or a key, from texts or from bytes. */
  const write = (what: 'record' | 'key', head: string, row: Row): Rejection | undefined => {
    if (isBlockRow(row)) return writeOfBlock(what, head, row);
    const json = what === 'record' ? encoder.record(row, tally) : encoder.key(row);
    if (typeof json !== 'string') return json;
    line(head + json + lineEnd);
    return undefined;
  };
  const writeOfBlock = (what: 'record' | 'key', head: string, { block, index }: BlockRow): Rejection | undefined => {
    const before = lines.length;
    writeString(lines, head);
    return finish(before, what === 'record' ? encoder.writeRecord(block, index, lines, tally) : encoder.writeKey(block, index, lines));
  };
  const supersede = (key: string): void => {
    const identity = letters.match(key);
    if (identity === undefined) return;
    superseded.push(identity);
    letters.remove(identity);
    for (const letter of deadLetters) if (letter.content.key === key) letter.status = 'superseded';
  };
  const record = (op: 'c' | 'u', input: LineInput, row: Row): void => {
    const refusal = write('record', recordLineHead(op, input), row);
    if (refusal !== undefined) refuse(op, input, refusal, valuesOfRow(row));
    else if (letters.size > 0) supersede(keyOf(encoder, row));
  };
  const deletion = (input: LineInput, row: Row): void => {
    const refusal = write('key', deletionLineHead(input), row);
    if (refusal !== undefined) refuse('d', input, refusal, valuesOfRow(row));
    else if (letters.size > 0) supersede(keyOf(encoder, row));
  };
  const rowChange = (change: RowChange): void => {
    const input: LineInput = { version: change.version, at: change.at, tx: change.tx };
    if (change.op === 'd') return deletion(input, change.row);
    if (change.oldKey === undefined) return record(change.op, input, change.row);
    // A change of key: the old record goes, the new one comes, both at the change's place.
    const oldKey = encoder.key(valuesOfRow(change.oldKey));
    const newKey = encoder.key(valuesOfRow(change.row));
    if (typeof oldKey === 'string' && oldKey === newKey) return record(change.op, input, change.row);
    deletion(input, change.oldKey);
    record('c', input, change.row);
  };
  return {
    get size() {
      return cutBytes + lines.length;
    },
    get isEmpty() {
      return cutBytes + lines.length === 0 && rows === 0;
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
      const collected: Collected = { chunks, deadLetters, superseded, rows, quality: tally?.take() };
      chunks = [];
      deadLetters = [];
      superseded = [];
      rows = 0;
      cutBytes = 0;
      return collected;
    },
  };
}

type MutableLetter = { -readonly [Field in keyof NewDeadLetter]: NewDeadLetter[Field] };

// The record was written, so its key can be written too.
function keyOf(encoder: RecordEncoder, row: Row): string {
  const key = encoder.key(valuesOfRow(row));
  return typeof key === 'string' ? key : '';
}
