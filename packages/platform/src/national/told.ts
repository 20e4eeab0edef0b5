import { hash } from 'node:crypto';
import type { Telling } from './decide.ts';

/** A message, with what stands in the table for it. */
export interface Told extends Telling {
  /** When it changed in its source, as a line bears it; `undefined`: no moment that a line can bear. */
  readonly at: string | undefined;
  /** Where its record begins and ends among those of the request. */
  readonly from: number;
  readonly to: number;
}

/** 160 bits of a sha-256 in the place of a name that its sender chose, and may have made of a personal number; `id` in UTF-8. */
export function idDigestOf(id: Uint8Array): string {
  return hash('sha256', id, 'hex').slice(0, 40);
}

/** Of everything that a message says: `event updatedAt record` in UTF-8. 128 bits of a sha-256. */
export function contentDigestOf(content: Uint8Array): string {
  return hash('sha256', content, 'hex').slice(0, 32);
}

/** A time without zone as a canonical timestamptz. */
export function instantOf(local: string, zone: string): string | undefined {
  const moment = new Date(`${local}${zone}`);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999 ? `${moment.toISOString().slice(0, 19)}Z` : undefined;
}
