import { LienThongError } from '@lienthong/core';
import { decompress } from 'fzstd';
import { type LogEvent, readEvent } from './event.ts';
import { type FieldReader, readPacked } from './packed.ts';

const field = { end: 0, size: 1, compression: 2, uncompressedSize: 3 } as const;
const zstd = 0;
const none = 255;

/** The events of a compressed transaction (binlog_transaction_compression); they bear no checksums of their own. */
export function* payloadEvents(event: LogEvent): Generator<LogEvent, void, undefined> {
  const from: FieldReader = { bytes: event.bytes, at: event.start };
  let compression = none;
  let size = 0;
  let uncompressedSize = 0;
  for (let kind = readPacked(from); kind !== field.end; kind = readPacked(from)) {
    const behind = readPacked(from) + from.at;
    if (kind === field.size) size = readPacked(from);
    else if (kind === field.compression) compression = readPacked(from);
    else if (kind === field.uncompressedSize) uncompressedSize = readPacked(from);
    from.at = behind;
  }
  const body = event.bytes.subarray(from.at, from.at + size);
  const bytes = inflated(body, compression, uncompressedSize);
  for (let at = 0; at < bytes.length; ) {
    const end = at + bytes.readUInt32LE(at + 9);
    yield readEvent(bytes, at, end, false);
    at = end;
  }
}

function inflated(body: Buffer, compression: number, size: number): Buffer {
  if (compression === none) return body;
  if (compression !== zstd) {
    throw new LienThongError('INTERNAL', {
      message: `a transaction is compressed in a way (${compression}) that this version does not know`,
    });
  }
  const out = decompress(body, new Uint8Array(size));
  return Buffer.from(out.buffer, out.byteOffset, out.byteLength);
}
