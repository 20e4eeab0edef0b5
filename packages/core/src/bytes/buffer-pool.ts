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
const smallestBytes = 256 * 1024;
const roundBytes = 1024 * 1024;

/** Holds so many buffers at most. */
export function createBufferPool(most: number): BufferPool {
  const held: Buffer[] = [];
  return {
    take(bytes) {
      if (bytes < smallestBytes) return Buffer.allocUnsafeSlow(bytes);
      const index = held.findIndex((buffer) => buffer.length >= bytes);
      const [found] = index < 0 ? [] : held.splice(index, 1);
      // Rounded up, so that the next batch, a little larger, finds room in it.
      return found ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / roundBytes) * roundBytes);
    },
    give(buffer) {
      if (buffer.length > largestBytes || buffer.length < smallestBytes) return;
      held.push(buffer);
      // The smallest goes: batches of one dataset are of one size.
      if (held.length > most) held.sort((left, right) => right.length - left.length).pop();
    },
  };
}
