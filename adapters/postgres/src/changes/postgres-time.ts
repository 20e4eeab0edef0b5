/** PostgreSQL counts microseconds from 2000-01-01. */
const epochMs = 946_684_800_000n;

/** A time of the log as canonical timestamptz, with its microseconds. */
export function formatPostgresTime(microseconds: bigint): string {
  const fraction = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (microseconds - fraction) / 1_000_000n;
  const whole = new Date(Number(epochMs + seconds * 1000n)).toISOString().slice(0, 19);
  const digits = fraction.toString().padStart(6, '0').replace(/0+$/, '');
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`;
}

export function microsecondsNow(): bigint {
  return (BigInt(Date.now()) - epochMs) * 1000n;
}
