import { type BufferPool, createBufferPool } from './buffer-pool.ts';
import { copyWords, viewOf } from './copy.ts';

/** A buffer that grows: what is written lies in `buffer` from 0 to `length`. */
export interface ByteWriter {
  buffer: Buffer;
  /** The same memory. */
  view: DataView;
  length: number;
  /** Bytes that were taken last: as many will be written again. */
  usual: number;
  readonly pool: BufferPool;
}

const firstCapacity = 16 * 1024;
const empty = Buffer.alloc(0);

/** Its memory comes from the pool, and goes back to it when it grows. */
export function createByteWriter(pool: BufferPool = createBufferPool(0)): ByteWriter {
  return { buffer: empty, view: viewOf(empty), length: 0, usual: firstCapacity, pool };
}

/** Makes room for so many bytes behind `length`, and gives the buffer, which may be another one than before. */
export function reserveBytes(writer: ByteWriter, bytes: number): Buffer {
  const needed = writer.length + bytes;
  if (needed <= writer.buffer.length) return writer.buffer;
  const larger = writer.pool.take(Math.max(needed, writer.buffer.length * 2, writer.usual));
  writer.buffer.copy(larger, 0, 0, writer.length);
  writer.pool.give(writer.buffer);
  writer.buffer = larger;
  writer.view = viewOf(larger);
  return larger;
}

/** Appends text as UTF-8. */
export function writeString(writer: ByteWriter, text: string): void {
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  const buffer = reserveBytes(writer, text.length * 3);
  writer.length += buffer.write(text, writer.length, 'utf8');
}

/** For some dozens of them: a copy out of JavaScript costs more than these take. */
export function writeBytes(writer: ByteWriter, bytes: DataView): void {
  reserveBytes(writer, bytes.byteLength);
  writer.length = copyWords(bytes, 0, bytes.byteLength, writer.view, writer.length);
}

/** What was written, until `release` gives its memory back to the pool; the writer begins anew with other memory. */
export function takeBytes(writer: ByteWriter): { readonly bytes: Buffer; readonly release: () => void } {
  const { buffer, length, pool } = writer;
  writer.buffer = empty;
  writer.view = viewOf(empty);
  writer.length = 0;
  writer.usual = Math.max(length, firstCapacity);
  return { bytes: buffer.subarray(0, length), release: () => pool.give(buffer) };
}
