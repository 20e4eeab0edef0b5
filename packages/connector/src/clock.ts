/** Where the time comes from: a test may bring its own. */
export interface Clock {
  /** Canonical timestamptz. */
  now(): string;
  /** Milliseconds since 1970. */
  milliseconds(): number;
}

export const systemClock: Clock = { now: () => new Date().toISOString(), milliseconds: () => Date.now() };
