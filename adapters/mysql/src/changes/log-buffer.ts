import { createBufferPool } from '@lienthong/core';

/** Events of the log in one piece of memory. */
export interface LogEvents {
  readonly bytes: Buffer;
  /** Two numbers for each event: where it begins and ends. */
  readonly bounds: Int32Array;
  readonly count: number;
}

/** Gathers events as they arrive, whose memory is valid only then. */
export interface LogBuffer {
  readonly count: number;
  readonly bytes: number;
  push(from: Buffer, start: number, end: number): void;
  take(): LogEvents;
  /** Lets later events have the memory of some that nobody looks at any more. */
  give(bytes: Buffer): void;
}

const leastBytes = 64 * 1024;
const leastCount = 256;
/** One that is filled and one that is looked at. */
const heldBuffers = 2;

export function createLogBuffer(): LogBuffer {
  const pool = createBufferPool(heldBuffers);
  let bytes: Buffer = pool.take(leastBytes);
  let used = 0;
  let bounds = new Int32Array(leastCount * 2);
  let count = 0;
  return {
    get count() {
      return count;
    },
    get bytes() {
      return used;
    },
    push(from, start, end) {
      if (used + end - start > bytes.length) {
        const larger = pool.take(Math.max(bytes.length * 2, used + end - start));
        bytes.copy(larger, 0, 0, used);
        pool.give(bytes);
        bytes = larger;
      }
      from.copy(bytes, used, start, end);
      if (count * 2 === bounds.length) {
        const larger = new Int32Array(bounds.length * 2);
        larger.set(bounds);
        bounds = larger;
      }
      bounds[count * 2] = used;
      used += end - start;
      bounds[count * 2 + 1] = used;
      count++;
    },
    take() {
      const taken = { bytes, bounds, count };
      bytes = pool.take(Math.max(leastBytes, used));
      bounds = new Int32Array(Math.max(leastCount, count) * 2);
      used = 0;
      count = 0;
      return taken;
    },
    give: (spent) => pool.give(spent),
  };
}
