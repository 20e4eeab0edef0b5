/**
 * Large buffers that go from batch to batch: V8 answers every few megabytes that are fetched and forgotten outside of its heap
 * with a collection of all of it.
 */
export interface BufferPool {
  /** A buffer of at least so many bytes, with whatever was in it. */
  take(bytes: number): Buffer;
  /** The caller must not touch it any more. */
  give(buffer: Buffer): void;
}

/** What is larger is rare, what is smaller cheap: neither is worth being held. */
const largestBytes = 8 * 1024 * 1024;
const smallestBytes = 16 * 1024;
const roundBytes = 1024 * 1024;

/** Holds so many buffers at most. */
export function createBufferPool(most: number): BufferPool {
  const held: Buffer[] = [];
  const takeHeld = (bytes: number): Buffer | undefined => {
    let best = -1;
    for (let index = 0; index < held.length; index++) {
      const length = lengthOf(held, index);
      if (length >= bytes && (best < 0 || length < lengthOf(held, best))) best = index;
    }
    return best < 0 ? undefined : held.splice(best, 1)[0];
  };
  return {
    take(bytes) {
      if (bytes < smallestBytes) return Buffer.allocUnsafeSlow(bytes);
      return takeHeld(bytes) ?? Buffer.allocUnsafeSlow(rounded(bytes));
    },
    give(buffer) {
      if (buffer.length > largestBytes || buffer.length < smallestBytes) return;
      held.push(buffer);
      // The smallest goes: batches of one dataset are of one size.
      if (held.length > most) held.sort((left, right) => right.length - left.length).pop();
    },
  };
}

function lengthOf(held: readonly Buffer[], index: number): number {
  return held[index]?.length ?? 0;
}

/** Up, so that the next batch, a little larger, finds room in it. */
function rounded(bytes: number): number {
  return bytes > roundBytes ? Math.ceil(bytes / roundBytes) * roundBytes : 2 ** Math.ceil(Math.log2(bytes));
}
