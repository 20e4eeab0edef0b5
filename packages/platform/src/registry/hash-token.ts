import { createHash } from 'node:crypto';

/** Tokens and secrets are made by the platform, of 256 random bits: a plain hash cannot be guessed back. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
