import { compareVersions, type JsonObject, LienThongError, type SealedBatch, type StreamName, type Version } from '@lienthong/core';
import {
  contentBytes,
  createLedgerLines,
  type LedgerLines,
  type LedgerReader,
  nationalContentDigest,
  nationalRecordDigest,
  type ReadLedgerLine,
  recordBytes,
} from '@lienthong/core/national';
import { plainBytes } from '../deliver/plain-text.ts';
import { createRecordIndex, type RecordIndex, wordsOf } from './record-index.ts';

/** Lines between two `t`: each record once, by its newest line, and the `t` that ends them, if one does. */
export interface Stretch {
  /** Of each record the newest. */
  readonly rows: Int32Array;
  readonly floor: Version | undefined;
  /** Lines that another one of the same record outranks. */
  readonly superseded: number;
}

/** The lines of a batch of our own spool, as they were before they were compressed; a line feed is the last byte. */
export interface BatchLines extends LedgerLines {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** A batch as far as it is read. */
export interface ReadBatch {
  readonly lines: BatchLines;
  readonly stretches: readonly Stretch[];
  /** Those of all stretches. */
  readonly records: RecordIndex;
}

export async function linesOf(batch: SealedBatch, { size }: LedgerReader): Promise<BatchLines> {
  const plain = await plainBytes(batch);
  const bytes = plain.length === 0 || plain.at(-1) === lineFeed ? plain : Buffer.concat([plain, Buffer.of(lineFeed)]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { ...createLedgerLines(batch.header.count, size), bytes, view };
}

export interface ReadStretchesInput {
  readonly lines: BatchLines;
  readonly stream: StreamName;
  readonly primaryKey: readonly string[];
  /** For most lines; the others are parsed. */
  readonly readLine: ReadLedgerLine;
}

const lineFeed = '\n'.charCodeAt(0);

/** What a batch says, as far as the ledger is concerned. */
export function readStretches(input: ReadStretchesInput): ReadBatch {
  const { lines, readLine } = input;
  const { bytes, view, room } = lines;
  const records = createRecordIndex(wordsOf(lines.digests), room);
  const rows = new Int32Array(room);
  const stretches: Stretch[] = [];
  let stretch = createStretch(lines, records, rows, 0);
  for (let [start, row] = [0, 0]; start < bytes.length; row++) {
    if (row === room)
      throw new LienThongError('BATCH_INVALID', { message: `a batch has more lines than the ${room} that its header says` });
    const scanned = readLine(view, start, bytes.length, lines, row);
    const { end, floor } = scanned < 0 ? parseLine(input, start, row) : { end: scanned, floor: undefined };
    if (floor === undefined) stretch.add(row);
    else {
      stretches.push(...stretch.end(floor));
      stretch = createStretch(lines, records, rows, row + 1);
    }
    start = end + 1;
  }
  stretches.push(...stretch.end(undefined));
  return { lines, stretches, records };
}

interface GrowingStretch {
  add(row: number): void;
  /** Nothing where nothing is said. */
  end(floor: Version | undefined): readonly Stretch[];
}

/** Begins at the row `first`; its own rows stand in `rows` from there on, for there are no more of them. */
function createStretch({ versions }: LedgerLines, records: RecordIndex, rows: Int32Array, first: number): GrowingStretch {
  let next = first;
  let superseded = 0;
  return {
    add(row) {
      const place = records.put(row, next, first);
      if (place === next) next += 1;
      else {
        superseded += 1;
        if (compareVersions(versionOf(versions, rows[place] ?? 0), versionOf(versions, row)) > 0) return;
      }
      rows[place] = row;
    },
    end: (floor) => (next === first && floor === undefined ? [] : [{ rows: rows.subarray(first, next), floor, superseded }]),
  };
}

/** Of a row that was read. */
export function versionOf(versions: readonly Version[], row: number): Version {
  return versions[row] as Version; // each row that was read has one
}

/** The record of a line, or of a deletion its key. */
export function recordOf({ bytes, starts, ends }: BatchLines, row: number): JsonObject {
  const { after, key } = written(bytes, starts[row] ?? 0, ends[row] ?? 0);
  return after ?? key ?? {};
}

interface WrittenLine {
  readonly op: 'r' | 'c' | 'u' | 'd' | 't';
  readonly version: Version;
  readonly at?: string;
  readonly after?: JsonObject;
  readonly key?: JsonObject;
}

interface ParsedLine {
  /** Of a `t`. */
  readonly floor: Version | undefined;
  readonly end: number;
}

/** Reads a line of any form to its row, but a `t`. */
function parseLine({ lines, stream, primaryKey }: ReadStretchesInput, start: number, row: number): ParsedLine {
  const end = lines.bytes.indexOf(lineFeed, start);
  const line = written(lines.bytes, start, end);
  const { op, version, at } = line;
  if (op === 't') return { floor: version, end };
  const record = line.after ?? line.key;
  if (record === undefined) throw new LienThongError('BATCH_INVALID', { message: `line ${row} of a batch bears no record` });
  lines.starts[row] = start;
  lines.ends[row] = end;
  lines.versions[row] = version;
  lines.times[row] = at;
  lines.gone[row] = op === 'd' ? 1 : 0;
  lines.scanned[row] = 0;
  nationalRecordDigest(stream, keyOf(record, primaryKey)).copy(lines.digests, row * recordBytes);
  if (op !== 'd') lines.contents.write(contentOf(lines.bytes.toString('utf8', start, end)), row * contentBytes, 'hex');
  return { floor: undefined, end };
}

function written(bytes: Buffer, start: number, end: number): WrittenLine {
  return JSON.parse(bytes.toString('utf8', start, end)) as WrittenLine; // our own encoder wrote it, and its digest was checked
}

/** The canonical JSON array of the key: its values stand in the line as canonical JSON. */
function keyOf(record: JsonObject, primaryKey: readonly string[]): string {
  return `[${primaryKey.map((name) => JSON.stringify(record[name])).join(',')}]`;
}

// A quote within a text is escaped: the first place where this stands is the member.
const after = ',"after":';

function contentOf(line: string): string {
  return nationalContentDigest(line.slice(line.indexOf(after) + after.length, -1));
}
