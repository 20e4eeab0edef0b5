import { createCommitTime } from '@lienthong/core';

/** PostgreSQL counts microseconds from 2000-01-01. */
const epochMicroseconds = 946_684_800_000_000;

/** Writes times of the log as canonical timestamptz, with their microseconds. */
export function createTimeFormat(): (microseconds: bigint) => string {
  const format = createCommitTime();
  return (microseconds) => format(Number(microseconds) + epochMicroseconds);
}

export function microsecondsNow(): bigint {
  return BigInt(Date.now()) * 1000n - BigInt(epochMicroseconds);
}
