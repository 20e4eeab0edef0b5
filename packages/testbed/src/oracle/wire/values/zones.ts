import { digits, type Moment } from './calendar.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of Greenwich of a zone, '+07:00' or 'Asia/Ho_Chi_Minh', at a local time in it. Throws a `TypeError` on an unknown one. */
export function offsetAt(zone: string, local: Moment): number {
  const sign = zone.charAt(0);
  if (sign === '+' || sign === '-') {
    // Drivers set their sessions to '+07:0', too.
    const colon = zone.indexOf(':');
    const minutes = digits(zone, 1, colon - 1) * 60 + digits(zone, colon + 1, zone.length - colon - 1);
    return sign === '-' ? -minutes : minutes;
  }
  if (zone === 'UTC' || zone === 'GMT') return 0;
  const asUtc = Date.UTC(2000, local.month - 1, local.day, local.hour, local.minute, local.second);
  const time = new Date(asUtc).setUTCFullYear(local.year);
  const first = offsetOf(zone, time);
  // Near a change of clocks the first guess was made an offset too late.
  return offsetOf(zone, time - first * 60_000);
}

/** The same at a time of UTC. */
export function offsetOfUtc(zone: string, utc: Moment): number {
  if (/^([+-]|UTC$|GMT$)/.test(zone)) return offsetAt(zone, utc);
  const time = Date.UTC(2000, utc.month - 1, utc.day, utc.hour, utc.minute, utc.second);
  return offsetOf(zone, new Date(time).setUTCFullYear(utc.year));
}

function offsetOf(zone: string, time: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
    } catch (error) {
      throw new TypeError('A time zone that is not known here.', { cause: error });
    }
    formats.set(zone, format);
  }
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -offset : offset;
}
