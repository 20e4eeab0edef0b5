import { quote } from '../canonical/text.ts';
import type { Version } from './version.ts';

export type Operation = 'r' | 'c' | 'u' | 'd' | 't';

/** What a line says besides its record. */
export interface LineInput {
  readonly version: Version;
  /** Commit time in the source, canonical timestamptz. */
  readonly at?: string | undefined;
  /** The source's transaction id. */
  readonly tx?: string | undefined;
}

/** The NDJSON line of a read, created or updated record; `after` is its canonical JSON. */
export function recordLine(op: 'r' | 'c' | 'u', input: LineInput, after: string): string {
  return recordLineHead(op, input) + after + lineEnd;
}

/** The NDJSON line of a deletion; `key` is the canonical JSON object of the primary-key properties. */
export function deletionLine(input: LineInput, key: string): string {
  return deletionLineHead(input) + key + lineEnd;
}

/** What comes before `after`, for those who write it as bytes. */
export function recordLineHead(op: 'r' | 'c' | 'u', input: LineInput): string {
  return `${head(op, input)},"after":`;
}

export function deletionLineHead(input: LineInput): string {
  return `${head('d', input)},"key":`;
}

/** What comes behind `after` and `key`. */
export const lineEnd = '}\n';

/** The NDJSON line that raises the stream's floor. */
export function truncationLine(input: LineInput): string {
  return `${head('t', input)}}\n`;
}

function head(op: Operation, input: LineInput): string {
  const text = `{"op":"${op}","version":${quote(input.version)}`;
  const timed = input.at === undefined ? text : `${text},"at":"${input.at}"`;
  return input.tx === undefined ? timed : `${timed},"tx":${quote(input.tx)}`;
}
