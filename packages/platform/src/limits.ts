/** What one client may ask of the platform. */
export interface Limits {
  /** Bytes of a body as sent. */
  readonly bodyBytes: number;
  /** Bytes of a body of national messages, which is read in one go, and nobody else gets a turn meanwhile. */
  readonly messageBytes: number;
  /** Bytes of a body after decompression. */
  readonly decompressedBytes: number;
  /** Lines of a batch. */
  readonly records: number;
  /** Requests per second and key (or consumer), with bursts of twice as many. */
  readonly requestsPerSecond: number;
  /** Batches that are unpacked and stored at the same time: with `decompressedBytes` it bounds the memory. */
  readonly concurrent: number;
  /** Batches that may wait for their turn before 503 is answered. */
  readonly waiting: number;
  /** Bytes of batches that have arrived and wait, or are still arriving; of one key at most half of it. */
  readonly heldBytes: number;
  /** A client must have sent its headers by then. */
  readonly headersTimeoutMs: number;
  /** A client must have sent its whole request by then. */
  readonly requestTimeoutMs: number;
  readonly connections: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 16 * 1024 * 1024,
  messageBytes: 4 * 1024 * 1024,
  decompressedBytes: 128 * 1024 * 1024,
  records: 100_000,
  requestsPerSecond: 200,
  concurrent: 8,
  waiting: 64,
  heldBytes: 256 * 1024 * 1024,
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 60_000,
  connections: 2_000,
};
