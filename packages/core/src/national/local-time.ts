import { civilFromDays, daysFromCivil, formatDate, formatSecond } from '../canonical/calendar.ts';
import { findZone, type Zone } from '../canonical/zone.ts';

const day = 86_400;

/** A canonical timestamptz as a time of the zone, `YYYY-MM-DDTHH:mm:ss`; a fraction is cut, never rounded up into the next second. */
export function localTime(instant: string, zone: Zone): string {
  const seconds = secondsOf(instant);
  const local = seconds + zone.offsetOfInstant(seconds);
  const days = Math.floor(local / day);
  return `${formatDate(civilFromDays(days))}T${formatSecond(local - days * day)}`;
}

/** Seconds since 1970 of a canonical timestamptz, the fraction cut. */
export function secondsOf(instant: string): number {
  const part = (from: number, to: number) => Number(instant.slice(from, to));
  return daysFromCivil(part(0, 4), part(5, 7), part(8, 10)) * day + part(11, 13) * 3600 + part(14, 16) * 60 + part(17, 19);
}

/** Whether a text is `YYYY-MM-DDTHH:mm:ss` of a moment that exists. */
export function isLocalTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return false;
  const moment = new Date(`${text}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** The zone of a profile, which is an offset. */
export function zoneOf(name: string): Zone {
  const zone = findZone(name);
  if (zone === undefined) throw new RangeError(`there is no zone ${name}`);
  return zone;
}
