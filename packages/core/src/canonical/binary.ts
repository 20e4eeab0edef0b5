import { Buffer } from 'node:buffer';
import { failure, type Reading } from './failure.ts';

const notHex = failure('type-mismatch', 'is not hexadecimal bytes');
const notBytes = failure('type-mismatch', 'is not bytes');
const notBase64 = failure('type-mismatch', 'is not base64 with padding');
const notUuid = failure('type-mismatch', 'is not a UUID');

const hex = /^(?:\\x)?((?:[0-9a-fA-F]{2})*)$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function readHex(raw: string): Reading {
  const parts = hex.exec(raw);
  return parts === null ? notHex : Buffer.from(parts[1] ?? '', 'hex').toString('base64');
}

export function readBytes(raw: unknown): Reading {
  return raw instanceof Uint8Array ? Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('base64') : notBytes;
}

/** Base64 whose unused bits are zero, so that every byte sequence has one form. */
export function readBase64(raw: string): Reading {
  return base64.test(raw) && Buffer.from(raw, 'base64').toString('base64') === raw ? raw : notBase64;
}

export function readUuid(raw: string): Reading {
  return uuid.test(raw) ? raw.toLowerCase() : notUuid;
}
