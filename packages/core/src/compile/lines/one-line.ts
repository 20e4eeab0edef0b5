import { roomFor } from '../memory-areas.ts';
import { type LineMemory, openLineMemory } from './memory.ts';
import type { LineScanner } from './scanner.ts';

/**
 * Reads the line at `start` and gives the place of the line feed behind it, or -1 when the line is not surely canonical. The bytes must be
 * valid UTF-8, and a line feed must stand at `limit - 1`. `spans` then says where the values are.
 */
export type ScanLine = (bytes: DataView, start: number, limit: number, spans: Int32Array) => number;

const feed = 10;
const usualLineBytes = 16 * 1024;

/** For lines that come one by one, in a memory of its own that grows with the longest of them. */
export function createLineScan(scanner: LineScanner): ScanLine {
  const { size, program } = scanner;
  let room = 0;
  let lines: LineMemory | undefined;
  let [known, buffer]: [DataView | undefined, Buffer] = [undefined, Buffer.alloc(0)];
  const memoryFor = (length: number): LineMemory => {
    if (lines !== undefined && length <= room) return lines;
    room = roomFor(length, usualLineBytes);
    lines = openLineMemory({ program: program.length, spans: size * 4, lines: room, behind: 0 });
    return lines;
  };
  return (bytes, start, limit, spans) => {
    if (known !== bytes) [known, buffer] = [bytes, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)];
    const end = buffer.indexOf(feed, start);
    if (end < 0 || end >= limit) return -1;
    const memory = memoryFor(end + 1 - start);
    buffer.copy(memory.buffer, memory.areas.lines, start, end + 1);
    if (memory.scan(scanner, 0, end + 1 - start, size, 1) === 0) return -1;
    const first = memory.areas.spans >> 2;
    // Places are those of the bytes, and absent ones stay so.
    for (let slot = 0; slot < size; slot += 3) {
      const from = memory.ints[first + slot] ?? -1;
      const isPlace = slot > 0 && from >= 0;
      spans[slot] = isPlace ? start + from : from;
      spans[slot + 1] = isPlace || slot === 0 ? start + (memory.ints[first + slot + 1] ?? 0) : -1;
      spans[slot + 2] = isPlace ? (memory.ints[first + slot + 2] ?? 0) : 0;
    }
    return end;
  };
}
