import { intervalBias } from '../protocol.ts';
import type { Writer } from '../writer.ts';
import { digits, padded } from './calendar.ts';

/** '+01-02': every part has the sign of the whole. */
export function writeMonths(out: Writer, text: string): void {
  const sign = signOf(text);
  const dash = text.indexOf('-', 1);
  const at = out.reserve(6);
  out.buffer[at] = 5;
  out.buffer.writeUInt32BE(intervalBias.whole + sign * digits(text, 1, dash - 1), at + 1);
  out.buffer[at + 5] = intervalBias.parts + sign * digits(text, dash + 1, 2);
}

/** '+01 02:03:04.000000000'. */
export function writeSeconds(out: Writer, text: string): void {
  const sign = signOf(text);
  const space = text.indexOf(' ');
  const fraction = text.slice(space + 10).padEnd(9, '0');
  const at = out.reserve(12);
  const { buffer } = out;
  buffer[at] = 11;
  buffer.writeUInt32BE(intervalBias.whole + sign * digits(text, 1, space - 1), at + 1);
  buffer[at + 5] = intervalBias.parts + sign * digits(text, space + 1, 2);
  buffer[at + 6] = intervalBias.parts + sign * digits(text, space + 4, 2);
  buffer[at + 7] = intervalBias.parts + sign * digits(text, space + 7, 2);
  buffer.writeUInt32BE(intervalBias.whole + sign * digits(fraction, 0, 9), at + 8);
}

export function readMonths(bytes: Buffer): string {
  const years = bytes.readUInt32BE(0) - intervalBias.whole;
  const months = bytes.readUInt8(4) - intervalBias.parts;
  return `${years < 0 || months < 0 ? '-' : '+'}${padded(Math.abs(years), 2)}-${padded(Math.abs(months), 2)}`;
}

export function readSeconds(bytes: Buffer): string {
  const days = bytes.readUInt32BE(0) - intervalBias.whole;
  const clock = [4, 5, 6].map((at) => bytes.readUInt8(at) - intervalBias.parts);
  const nanoseconds = bytes.readUInt32BE(7) - intervalBias.whole;
  const sign = [days, ...clock, nanoseconds].some((part) => part < 0) ? '-' : '+';
  const time = clock.map((part) => padded(Math.abs(part), 2)).join(':');
  return `${sign}${padded(Math.abs(days), 2)} ${time}.${padded(Math.abs(nanoseconds), 9)}`;
}

function signOf(text: string): 1 | -1 {
  if (!/^[+-]/.test(text)) throw new TypeError('An interval without a sign.');
  return text.startsWith('-') ? -1 : 1;
}
