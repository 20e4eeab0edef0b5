/** PostgreSQL counts microseconds from 2000-01-01. */
const epochSeconds = 946_684_800;

/** Writes times of the log as canonical timestamptz, with their microseconds; a busy log has many in one second. */
export function createTimeFormat(): (microseconds: bigint) => string {
  let second = Number.NaN;
  let text = '';
  return (microseconds) => {
    // Until the year 2255 a double holds them exactly; the log's clock does not go further.
    const total = Number(microseconds);
    const whole = Math.floor(total / 1_000_000);
    if (whole !== second) {
      second = whole;
      text = new Date((epochSeconds + whole) * 1000).toISOString().slice(0, 19);
    }
    const fraction = total - whole * 1_000_000;
    if (fraction === 0) return `${text}Z`;
    const digits = String(fraction + 1_000_000).slice(1);
    let end = 6;
    while (digits.charCodeAt(end - 1) === 48) end--;
    return `${text}.${digits.slice(0, end)}Z`;
  };
}

export function microsecondsNow(): bigint {
  return (BigInt(Date.now()) - BigInt(epochSeconds) * 1000n) * 1000n;
}
