import { Buffer } from 'node:buffer';
import { failure, type Reading } from './failure.ts';

const notHex = failure('type-mismatch', 'is not hexadecimal bytes');
const notBytes = failure('type-mismatch', 'is not bytes');
const notBase64 = failure('type-mismatch', 'is not base64 with padding');
const notUuid = failure('type-mismatch', 'is not a UUID');

// What is wrong is looked for, not what is right: a group that is repeated millions of times overflows the engine's stack.
const notOfHex = /[^0-9a-fA-F]/;
const notOfBase64 = /[^A-Za-z0-9+/=]/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function readHex(raw: string): Reading {
  const digits = raw.startsWith('\\x') ? raw.slice(2) : raw;
  return digits.length % 2 !== 0 || notOfHex.test(digits) ? notHex : Buffer.from(digits, 'hex').toString('base64');
}

export function readBytes(raw: unknown): Reading {
  return raw instanceof Uint8Array ? Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('base64') : notBytes;
}

/** Base64 with padding whose unused bits are zero, so that every byte sequence has one form: the one that is written back. */
export function readBase64(raw: string): Reading {
  return !notOfBase64.test(raw) && Buffer.from(raw, 'base64').toString('base64') === raw ? raw : notBase64;
}

export function readUuid(raw: string): Reading {
  return uuid.test(raw) ? raw.toLowerCase() : notUuid;
}
