import { type Version, viewOf } from '@lienthong/core';
import { writeInt64 } from './int64.ts';

/**
 * A record's place as the database stores it, bytes that sort as `comparePlaces` of core does: epoch (8 bytes), version, a byte 0,
 * sequence of the batch (8), line (4). Without what is behind a part, it is a bound: below all places that have this part.
 */
export function placeBound(epoch: number, version?: Version, sequence?: number, line?: number): Buffer {
  const text = Buffer.from(version ?? '', 'utf8');
  const bytes = Buffer.alloc(epochBytes + text.length + behindVersion);
  const view = viewOf(bytes);
  writeInt64(epoch, view, 0);
  if (version === undefined) return bytes.subarray(0, epochBytes);
  let at = epochBytes + text.copy(bytes, epochBytes) + 1;
  if (sequence === undefined) return bytes.subarray(0, at);
  at = writeInt64(sequence, view, at);
  if (line === undefined) return bytes.subarray(0, at);
  view.setInt32(at, line);
  return bytes;
}

const epochBytes = 8;
const behindVersion = 1 + 8 + 4;

/** What all places of a batch share: epoch and sequence. The rest of them is written in assembly/rows.ts. */
export function batchPlace(epoch: number, sequence: number): DataView {
  const shared = new DataView(new ArrayBuffer(16));
  writeInt64(epoch, shared, 0);
  writeInt64(sequence, shared, 8);
  return shared;
}

/** Epoch and version of a stored place, from the text of its column. */
export function readPlace(hex: string): { readonly epoch: number; readonly version: string } {
  const bytes = Buffer.from(hex.slice(2), 'hex');
  return { epoch: Number(bytes.readBigInt64BE(0)), version: bytes.toString('utf8', epochBytes, bytes.length - behindVersion) };
}
