/** Large buffers that go from batch to batch: fetching and forgetting megabytes for each keeps the collector busy. */
export interface BufferPool {
  /** A buffer of at least so many bytes, with whatever was in it. */
  take(bytes: number): Buffer;
  /** The caller must not touch it any more. */
  give(buffer: Buffer): void;
}

/** What is larger is rare, and not worth being held. */
const largestBytes = 8 * 1024 * 1024;

/** Holds so many buffers at most. */
export function createBufferPool(most: number): BufferPool {
  const held: Buffer[] = [];
  return {
    take(bytes) {
      const index = held.findIndex((buffer) => buffer.length >= bytes);
      const [found] = index < 0 ? [] : held.splice(index, 1);
      // Rounded up, so that the next batch, a little larger, finds room in it.
      return found ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / 1_048_576) * 1_048_576);
    },
    give(buffer) {
      if (buffer.length > largestBytes) return;
      held.push(buffer);
      // The smallest goes: batches of one dataset are of one size.
      if (held.length > most) held.sort((left, right) => right.length - left.length).pop();
    },
  };
}
