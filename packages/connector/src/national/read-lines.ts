import { createHash } from 'node:crypto';
import { type Contract, compareVersions, type JsonObject, LienThongError, type SealedBatch, type Version } from '@lienthong/core';
import { nationalRecordDigest } from '@lienthong/core/national';
import { plainText } from '../deliver/plain-text.ts';
import { contentBytes } from './ledger-entry.ts';

/** The newest line of a record within a stretch of a batch. */
export interface RecordLine {
  /** In the batch, from 0. */
  readonly index: number;
  readonly digest: Buffer;
  readonly version: Version;
  /** The source's commit time, if the line has it. */
  readonly at: string | undefined;
  /** The record, or of a deletion its key. */
  readonly record: JsonObject;
  /** Digest of the record; `undefined`: it was deleted. */
  readonly content: string | undefined;
}

/** Lines between two `t`: each record once, by its newest line, and the `t` that ends them, if one does. */
export interface Stretch {
  readonly lines: readonly RecordLine[];
  readonly floor: Version | undefined;
  /** Lines that another one of the same record outranks. */
  readonly superseded: number;
}

/** What a batch of our own spool says, as far as the ledger is concerned. */
export async function readStretches(batch: SealedBatch, contract: Contract): Promise<readonly Stretch[]> {
  const text = await plainText(batch);
  const stretches: Stretch[] = [];
  let newest = new Map<string, RecordLine>();
  let superseded = 0;
  const end = (floor: Version | undefined): void => {
    if (newest.size > 0 || floor !== undefined) stretches.push({ lines: [...newest.values()], floor, superseded });
    newest = new Map();
    superseded = 0;
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const written = JSON.parse(line) as WrittenLine; // our own encoder wrote it, and its digest was checked
    if (written.op === 't') {
      end(written.version);
      continue;
    }
    const record = written.after ?? written.key;
    if (record === undefined) throw new LienThongError('BATCH_INVALID', { message: `line ${index} of a batch bears no record` });
    const digest = nationalRecordDigest(batch.header.stream, keyOf(record, contract));
    const name = digest.toString('latin1');
    const before = newest.get(name);
    if (before !== undefined) superseded += 1;
    if (before === undefined || compareVersions(before.version, written.version) <= 0)
      newest.set(name, { index, digest, version: written.version, at: written.at, record, content: contentOf(written, line) });
  }
  end(undefined);
  return stretches;
}

interface WrittenLine {
  readonly op: 'r' | 'c' | 'u' | 'd' | 't';
  readonly version: Version;
  readonly at?: string;
  readonly after?: JsonObject;
  readonly key?: JsonObject;
}

/** The canonical JSON array of the key: its values stand in the line as canonical JSON. */
function keyOf(record: JsonObject, { primaryKey }: Contract): string {
  return `[${primaryKey.map((name) => JSON.stringify(record[name])).join(',')}]`;
}

// A quote within a text is escaped: the first place where this stands is the member.
const after = ',"after":';

function contentOf({ op }: WrittenLine, line: string): string | undefined {
  if (op === 'd') return undefined;
  const record = line.slice(line.indexOf(after) + after.length, -1);
  return createHash('sha256')
    .update(record)
    .digest('hex')
    .slice(0, contentBytes * 2);
}
