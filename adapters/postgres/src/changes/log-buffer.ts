import { copyBytes, createBufferPool, viewOf } from '@lienthong/core';

/** Messages of the log's stream in one piece of memory. */
export interface LogMessages {
  readonly bytes: Buffer;
  /** Two numbers for each message: where it begins and ends. */
  readonly bounds: Int32Array;
  readonly count: number;
}

/** Gathers messages as they arrive, so that a busy log does not leave an object for each of them behind. */
export interface LogBuffer {
  /** Whole messages that wait. */
  readonly count: number;
  readonly bytes: number;
  /** A piece of a message, valid during the call. */
  push(chunk: DataView, start: number, end: number, isLast: boolean): void;
  /** The whole messages; what is kept of an unfinished one begins the next piece of memory. */
  take(): LogMessages;
  /** Lets later messages have the memory of some that nobody looks at any more. */
  give(bytes: Buffer): void;
}

const leastBytes = 16 * 1024;
const leastCount = 256;
/** One that is filled and one that is looked at. */
const heldBuffers = 2;

export function createLogBuffer(): LogBuffer {
  const pool = createBufferPool(heldBuffers);
  let bytes: Buffer = Buffer.alloc(0);
  let view = viewOf(bytes);
  let used = 0;
  /** Where the whole messages end. */
  let whole = 0;
  let bounds = new Int32Array(0);
  let count = 0;
  return {
    get count() {
      return count;
    },
    get bytes() {
      return whole;
    },
    push(chunk, start, end, isLast) {
      if (used + end - start > bytes.length) {
        const larger = pool.take(Math.max(leastBytes, bytes.length * 2, used + end - start));
        bytes.copy(larger, 0, 0, used);
        pool.give(bytes);
        bytes = larger;
        view = viewOf(larger);
      }
      used = copyBytes(chunk, start, end, view, used);
      if (!isLast) return;
      if (count * 2 === bounds.length) {
        const larger = new Int32Array(Math.max(leastCount, bounds.length * 2));
        larger.set(bounds);
        bounds = larger;
      }
      bounds[count * 2] = whole;
      bounds[count * 2 + 1] = used;
      count++;
      whole = used;
    },
    take() {
      const taken = { bytes, bounds, count };
      const rest = bytes.subarray(whole, used);
      // As much again is likely: a busy log goes on, a quiet one stays quiet.
      bytes = pool.take(Math.max(leastBytes, whole, rest.length));
      view = viewOf(bytes);
      used = rest.copy(bytes);
      bounds = new Int32Array(Math.max(leastCount, count * 2));
      whole = 0;
      count = 0;
      return taken;
    },
    give: (spent) => pool.give(spent),
  };
}
