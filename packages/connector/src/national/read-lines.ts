import { compareVersions, type JsonObject, LienThongError, type SealedBatch, type StreamName, type Version } from '@lienthong/core';
import {
  type LedgerLine,
  type LedgerReader,
  nationalContentDigest,
  nationalRecordDigest,
  type ReadLedgerLine,
} from '@lienthong/core/national';
import { plainBytes } from '../deliver/plain-text.ts';

/** Lines between two `t`: each record once, by its newest line, and the `t` that ends them, if one does. */
export interface Stretch {
  /** Of each record the newest. */
  readonly lines: readonly LedgerLine[];
  /** Of which records, by their digest. */
  readonly records: ReadonlyMap<string, unknown>;
  readonly floor: Version | undefined;
  /** Lines that another one of the same record outranks. */
  readonly superseded: number;
}

/** The lines of a batch of our own spool, as they were before they were compressed; a line feed is the last byte. */
export interface BatchLines {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Where the values of its lines stand, as a `LedgerReader` writes them. */
  readonly spans: Int32Array;
  /** Numbers of a line. */
  readonly size: number;
}

/** A batch as far as it is read. */
export interface ReadBatch {
  readonly lines: BatchLines;
  readonly stretches: readonly Stretch[];
}

export async function linesOf(batch: SealedBatch, { size }: LedgerReader): Promise<BatchLines> {
  const plain = await plainBytes(batch);
  const bytes = plain.length === 0 || plain.at(-1) === lineFeed ? plain : Buffer.concat([plain, Buffer.of(lineFeed)]);
  const spans = new Int32Array(batch.header.count * size);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), spans, size };
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
export function readStretches(input: ReadStretchesInput): readonly Stretch[] {
  const { bytes, view, spans } = input.lines;
  const stretches: Stretch[] = [];
  let newest = new Map<string, LedgerLine>();
  let superseded = 0;
  const end = (floor: Version | undefined): void => {
    if (newest.size > 0 || floor !== undefined) stretches.push({ lines: [...newest.values()], records: newest, floor, superseded });
    newest = new Map();
    superseded = 0;
  };
  for (let [start, index] = [0, 0]; start < bytes.length; index++) {
    const line = input.readLine(view, start, bytes.length, index, spans) ?? parseLine(input, start, index);
    if ('floor' in line) end(line.floor);
    else {
      const before = newest.get(line.digest);
      if (before !== undefined) superseded += 1;
      if (before === undefined || compareVersions(before.version, line.version) <= 0) newest.set(line.digest, line);
    }
    start = line.end + 1;
  }
  end(undefined);
  return stretches;
}

/** The record of a line, or of a deletion its key. */
export function recordOf({ bytes }: BatchLines, { start, end }: Pick<LedgerLine, 'start' | 'end'>): JsonObject {
  const { after, key } = written(bytes, start, end);
  return after ?? key ?? {};
}

interface WrittenLine {
  readonly op: 'r' | 'c' | 'u' | 'd' | 't';
  readonly version: Version;
  readonly at?: string;
  readonly after?: JsonObject;
  readonly key?: JsonObject;
}

interface Floor {
  readonly floor: Version;
  readonly end: number;
}

function parseLine({ lines: { bytes }, stream, primaryKey }: ReadStretchesInput, start: number, index: number): LedgerLine | Floor {
  const end = bytes.indexOf(lineFeed, start);
  const line = written(bytes, start, end);
  const { op, version, at } = line;
  if (op === 't') return { floor: version, end };
  const record = line.after ?? line.key;
  if (record === undefined) throw new LienThongError('BATCH_INVALID', { message: `line ${index} of a batch bears no record` });
  const digest = nationalRecordDigest(stream, keyOf(record, primaryKey)).toString('hex');
  const content = op === 'd' ? undefined : contentOf(bytes.toString('utf8', start, end));
  return { index, start, end, version, at, digest, content, isScanned: false };
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
