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
  return `${head(op, input)},"after":${after}}\n`;
}

/** The NDJSON line of a deletion; `key` is the canonical JSON object of the primary-key properties. */
export function deletionLine(input: LineInput, key: string): string {
  return `${head('d', input)},"key":${key}}\n`;
}

/** The NDJSON line that raises the stream's floor. */
export function truncationLine(input: LineInput): string {
  return `${head('t', input)}}\n`;
}

function head(op: Operation, input: LineInput): string {
  let text = `{"op":"${op}","version":${JSON.stringify(input.version)}`;
  if (input.at !== undefined) text += `,"at":"${input.at}"`;
  if (input.tx !== undefined) text += `,"tx":${JSON.stringify(input.tx)}`;
  return text;
}
