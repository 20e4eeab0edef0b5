import type { Version } from '../record/version.ts';
import { contentBytes, recordBytes } from './record-id.ts';

/**
 * What the ledger needs to know of the lines of a batch that bear a record or a key: a column for each thing, for an object for each line
 * would cost more than reading it. The row of a line is its place in the batch, from 0.
 */
export interface LedgerLines {
  /** Lines that there is room for. */
  readonly room: number;
  /** Where each begins. */
  readonly starts: Int32Array;
  /** Where its line feed is. */
  readonly ends: Int32Array;
  readonly versions: Version[];
  /** Canonical timestamptz; `undefined`: it says none. */
  readonly times: (string | undefined)[];
  /** `nationalRecordDigest` of its key, 20 bytes each. */
  readonly digests: Buffer;
  /** `nationalContentDigest` of its record, 16 bytes each; of a deletion anything. */
  readonly contents: Buffer;
  /** 1: the record was deleted. */
  readonly gone: Uint8Array;
  /** 1: it is known where its values stand. */
  readonly scanned: Uint8Array;
  /** Where they stand: `spansOfLine` numbers each. */
  readonly spans: Int32Array;
  readonly spansOfLine: number;
}

export function createLedgerLines(room: number, spansOfLine: number): LedgerLines {
  return {
    room,
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    versions: [],
    times: [],
    digests: Buffer.allocUnsafeSlow(room * recordBytes),
    contents: Buffer.allocUnsafeSlow(room * contentBytes),
    gone: new Uint8Array(room),
    scanned: new Uint8Array(room),
    spans: new Int32Array(room * spansOfLine),
    spansOfLine,
  };
}

/** One of a column of `nationalRecordDigest`; the same memory. */
export function digestOfRow(digests: Buffer, row: number): Buffer {
  return digests.subarray(row * recordBytes, (row + 1) * recordBytes);
}
