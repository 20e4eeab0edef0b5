import { hash } from 'node:crypto';
import type { NationalEvent } from '@lienthong/core/national';
import type { Telling } from './decide.ts';

/** A message, with what stands in the table for it. */
export interface Told extends Telling {
  /** The key that its record says, cancelled or not; `null` for a part that it does not say. */
  readonly ownKey: string;
  /** When it changed in its source, as a line bears it; `undefined`: no moment that a line can bear. */
  readonly at: string | undefined;
  /** Where its record begins and ends among those of the request. */
  readonly from: number;
  readonly to: number;
}

/** Hexadecimal digits of an id's digest. */
const idDigits = 40;
/** Hexadecimal digits of a content's digest. */
const contentDigits = 32;

/** 160 bits of a sha-256 in the place of a name that its sender chose, and may have made of a personal number; `id` in UTF-8. */
export function idDigestOf(id: Uint8Array): string {
  return digestOf(id, 'hex').slice(0, idDigits);
}

/** Of everything that a message says: `contentHead` and its record in UTF-8. 128 bits of a sha-256. */
export function contentDigestOf(content: Uint8Array): string {
  return digestOf(content, 'hex').slice(0, contentDigits);
}

/** What both are the beginnings of. */
export function digestOf(bytes: Uint8Array, encoding: 'hex' | 'binary'): string {
  return hash('sha256', bytes, encoding);
}

/** What a message says beside its record. Of one that is there it is the end of its line's head, so that the line can be digested. */
export function contentHead(event: NationalEvent, time: string): string {
  return `"${time}","${event === 'cancel' ? 'key' : 'after'}":`;
}

/** A time without zone as a canonical timestamptz. */
export function instantOf(local: string, zone: string): string | undefined {
  const moment = new Date(`${local}${zone}`);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999 ? `${moment.toISOString().slice(0, 19)}Z` : undefined;
}
