/** Where the time comes from: a test may bring its own. */
export interface Clock {
  /** Canonical timestamptz. */
  now(): string;
  /** Milliseconds since 1970. */
  milliseconds(): number;
}

/** The calendar day in Vietnam, seven hours ahead of UTC all the year: `YYYY-MM-DD`. */
export function vietnamDay(clock: Clock): string {
  return new Date(clock.milliseconds() + 7 * 3_600_000).toISOString().slice(0, 10);
}

export const systemClock: Clock = { now: () => new Date().toISOString(), milliseconds: () => Date.now() };
