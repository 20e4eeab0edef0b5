/** Lines on their way into one batch, as bytes: strings by the thousand would outlive the young generation and cost more than the work. */
export interface LineBuffer {
  /** Adds a line; gives its length in bytes. */
  write(line: string): number;
  readonly bytes: number;
  /** What was written; the buffer is empty afterwards. */
  take(): Uint8Array;
}

const firstCapacity = 16 * 1024;

export function createLineBuffer(): LineBuffer {
  let buffer = Buffer.alloc(0);
  let bytes = 0;
  return {
    write(line) {
      // A UTF-16 unit takes three bytes of UTF-8 at most.
      const needed = bytes + line.length * 3;
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, buffer.length * 2, firstCapacity));
        buffer.copy(larger, 0, 0, bytes);
        buffer = larger;
      }
      const written = buffer.write(line, bytes, 'utf8');
      bytes += written;
      return written;
    },
    get bytes() {
      return bytes;
    },
    take() {
      const taken = buffer.subarray(0, bytes);
      buffer = Buffer.alloc(0);
      bytes = 0;
      return taken;
    },
  };
}
