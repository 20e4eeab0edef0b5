import { OracleError } from '../../engine.ts';

/** Seconds since 1970 of the clock that a text shows, exactly; years before Christ with a minus, and no year 0. */
export function secondsOf(text: string): string {
  const found = /^\s*(-?\d{1,4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*$/.exec(text);
  if (found === null) throw new OracleError(1861, 'literal does not match format string');
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = found;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12) throw new OracleError(1843, 'not a valid month');
  if (y === 0) throw new OracleError(1841, '(full) year must be between -4713 and +9999, and not be 0');
  if (Number(hour) > 23) throw new OracleError(1850, 'hour must be between 0 and 23');
  const at = new Date(0);
  at.setUTCFullYear(y < 0 ? y + 1 : y, m - 1, d);
  if (at.getUTCMonth() !== m - 1 || d < 1) throw new OracleError(1847, 'day of month must be between 1 and last day of month');
  at.setUTCHours(Number(hour), Number(minute), Number(second));
  const whole = BigInt(at.getTime()) / 1000n;
  if (/^0*$/.test(fraction)) return String(whole);
  // Before 1970 the fraction counts forward from the second before.
  const nanoseconds = whole * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
  return decimal(nanoseconds);
}

function decimal(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const digits = String(nanoseconds < 0n ? -nanoseconds : nanoseconds).padStart(10, '0');
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** The clock's text of seconds since 1970, with nine digits of a second where `fraction`. */
export function momentText(seconds: string, fraction: boolean): string {
  const [whole = '0', part = ''] = seconds.split('.');
  const isNegative = seconds.startsWith('-');
  let nanoseconds = Number(part.padEnd(9, '0').slice(0, 9));
  let floor = Number(whole);
  if (isNegative && nanoseconds > 0) {
    floor -= 1;
    nanoseconds = 1_000_000_000 - nanoseconds;
  }
  const at = new Date(floor * 1000);
  const year = at.getUTCFullYear();
  const shown = year <= 0 ? `-${String(1 - year).padStart(4, '0')}` : String(year).padStart(4, '0');
  const rest = at
    .toISOString()
    .replace(/^[+-]?\d+/, '')
    .slice(0, 15)
    .replace('T', ' ');
  return `${shown}${rest}${fraction ? `.${String(nanoseconds).padStart(9, '0')}` : ''}`;
}

/** Seconds ahead of UTC of `+07:00`; undefined for a region. */
export function offsetOf(zone: string): number | undefined {
  const found = /^([+-])(\d{1,2}):(\d{2})$/.exec(zone.trim());
  if (found === null) return undefined;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 3600 + Number(found[3]) * 60);
}
