/**
 * Writes moments, given in microseconds of Unix, as a record's canonical timestamptz: `2026-02-03T17:59:49.01234Z`. A busy log has
 * many in one second, which is written once. Exact until the year 2255.
 */
export function createCommitTime(): (microseconds: number) => string {
  let second = Number.NaN;
  let text = '';
  return (microseconds) => {
    const whole = Math.floor(microseconds / 1_000_000);
    if (whole !== second) {
      second = whole;
      text = new Date(whole * 1000).toISOString().slice(0, 19);
    }
    const fraction = microseconds - whole * 1_000_000;
    if (fraction === 0) return `${text}Z`;
    const digits = String(fraction + 1_000_000).slice(1);
    let end = 6;
    while (digits.charCodeAt(end - 1) === 48) end--;
    return `${text}.${digits.slice(0, end)}Z`;
  };
}
