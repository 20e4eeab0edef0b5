import type { JsonValue } from '@lienthong/core';
import type { Random } from '@lienthong/testbed';

type Value = JsonValue | undefined;

/** A value of the truth that every record has, as text. */
export function text(value: Value): string {
  if (typeof value !== 'string') throw new TypeError('the truth has no such text');
  return value;
}

export function optionalText(value: Value): string | undefined {
  return value === undefined ? undefined : text(value);
}

export function numberText(value: Value): string {
  if (typeof value !== 'number') throw new TypeError('the truth has no such number');
  return String(value);
}

/** A decimal as canonical text has it: without zeros behind. */
export function decimal(whole: number, fraction: string): string {
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? String(whole) : `${whole}.${digits}`;
}

/** `1965-04-12`, `1965-04` or `1965` as `12/04/1965`, `04/1965` or `1965`. */
export function fromIso(date: string): string {
  return date.split('-').reverse().join('/');
}

export function noDashes(date: string): string {
  return date.replaceAll('-', '');
}

/** An attachment of a few bytes, for one row in fifty: the header of a JPEG and no picture. */
export function scan(random: Random, index: number): Uint8Array | null {
  return random.chance(0.02) ? Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, index & 0xff, (index >> 8) & 0xff, 0x00, 0xff, 0xd9]) : null;
}

const vietnamMs = 7 * 3_600_000;

/** `2003-05-01 07:30:00` in Vietnam as an instant; there is no daylight saving time. */
export function instantOf(local: string): string {
  return `${new Date(Date.parse(`${local.replace(' ', 'T')}Z`) - vietnamMs).toISOString().slice(0, 19)}Z`;
}

export function localTimeOf(instant: string): string {
  return new Date(Date.parse(instant) + vietnamMs).toISOString().slice(0, 19).replace('T', ' ');
}
