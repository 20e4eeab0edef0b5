import type { Writer } from '../writer.ts';
import { type Moment, padded, parseMoment, shiftMinutes, textOfMoment } from './calendar.ts';
import { offsetAt, offsetOfUtc } from './zones.ts';

const bias = { century: 100, clock: 1, zoneHour: 20, zoneMinute: 60 };
/** In place of an offset: what follows is the number of a region. */
const isRegion = 0x80;

export function writeDate(out: Writer, text: string): void {
  const moment = parseMoment(text);
  const at = out.reserve(8);
  out.buffer[at] = 7;
  putDate(out.buffer, at + 1, moment);
}

/** Without a fraction it is as short as a date, as a server sends it. */
export function writeTimestamp(out: Writer, text: string): void {
  putTimestamp(out, parseMoment(text));
}

/** The text has the session's time; what travels is that of the database, which is UTC here. */
export function writeLocalTimestamp(out: Writer, text: string, sessionZone: string): void {
  const moment = parseMoment(text);
  shiftMinutes(moment, -offsetAt(sessionZone, moment));
  putTimestamp(out, moment);
}

/** The text has the local time; what travels is the one of UTC, and the zone beside it. */
export function writeZonedTimestamp(out: Writer, text: string): void {
  const moment = parseMoment(text);
  const zone = text.slice(moment.zoneAt + 1);
  const offset = offsetAt(zone, moment);
  shiftMinutes(moment, -offset);
  const at = out.reserve(14);
  const { buffer } = out;
  buffer[at] = 13;
  putDate(buffer, at + 1, moment);
  buffer.writeUInt32BE(moment.nanoseconds, at + 8);
  const isOffset = zone.startsWith('+') || zone.startsWith('-');
  // Numbers of regions are known to servers and thick clients alone; thin ones drop the zone.
  buffer[at + 12] = isOffset ? Math.trunc(offset / 60) + bias.zoneHour : isRegion;
  buffer[at + 13] = isOffset ? (offset % 60) + bias.zoneMinute : 0;
}

function putTimestamp(out: Writer, moment: Moment): void {
  const bytes = moment.nanoseconds === 0 ? 7 : 11;
  const at = out.reserve(bytes + 1);
  out.buffer[at] = bytes;
  putDate(out.buffer, at + 1, moment);
  if (bytes === 11) out.buffer.writeUInt32BE(moment.nanoseconds, at + 8);
}

function putDate(buffer: Buffer, at: number, { year, month, day, hour, minute, second }: Moment): void {
  buffer[at] = Math.trunc(year / 100) + bias.century;
  buffer[at + 1] = (year % 100) + bias.century;
  buffer[at + 2] = month;
  buffer[at + 3] = day;
  buffer[at + 4] = hour + bias.clock;
  buffer[at + 5] = minute + bias.clock;
  buffer[at + 6] = second + bias.clock;
}

export function readDate(bytes: Buffer): string {
  return textOfMoment(momentOf(bytes), false);
}

export function readTimestamp(bytes: Buffer): string {
  return textOfMoment(momentOf(bytes), true);
}

export function readLocalTimestamp(bytes: Buffer, sessionZone: string): string {
  const moment = momentOf(bytes);
  shiftMinutes(moment, offsetOfUtc(sessionZone, moment));
  return textOfMoment(moment, true);
}

export function readZonedTimestamp(bytes: Buffer): string {
  const moment = momentOf(bytes);
  const offset = ((bytes[11] ?? bias.zoneHour) - bias.zoneHour) * 60 + (bytes[12] ?? bias.zoneMinute) - bias.zoneMinute;
  shiftMinutes(moment, offset);
  const minutes = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`;
  return `${textOfMoment(moment, true)} ${zone}`;
}

function momentOf(bytes: Buffer): Moment {
  return {
    year: (bytes.readUInt8(0) - bias.century) * 100 + bytes.readUInt8(1) - bias.century,
    month: bytes.readUInt8(2),
    day: bytes.readUInt8(3),
    hour: bytes.readUInt8(4) - bias.clock,
    minute: bytes.readUInt8(5) - bias.clock,
    second: bytes.readUInt8(6) - bias.clock,
    nanoseconds: bytes.length >= 11 ? bytes.readUInt32BE(7) : 0,
  };
}
