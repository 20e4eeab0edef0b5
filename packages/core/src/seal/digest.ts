import { createHash, timingSafeEqual } from 'node:crypto';
import { parseDictionary } from 'structured-headers';

/** `Content-Digest` (RFC 9530) of a body as sent: `sha-256=:…:`. */
export function contentDigest(body: Uint8Array): string {
  return formatDigest(createHash('sha256').update(body).digest());
}

/** Whether the field names the body's sha-256; other algorithms may stand beside it, sha-256 must be there. */
export function matchesDigest(header: string, body: Uint8Array): boolean {
  const expected = sha256Member(header);
  return expected !== undefined && timingSafeEqual(expected, createHash('sha256').update(body).digest());
}

/** The field reduced to its sha-256, as `contentDigest` writes it; `undefined` when there is none. */
export function canonicalDigest(header: string): string | undefined {
  const bytes = sha256Member(header);
  return bytes === undefined ? undefined : formatDigest(bytes);
}

function formatDigest(hash: Uint8Array): string {
  return `sha-256=:${Buffer.from(hash).toString('base64')}:`;
}

function sha256Member(header: string): Uint8Array | undefined {
  if (header.length > 2000) return undefined;
  try {
    const value = parseDictionary(header).get('sha-256')?.[0];
    if (!(value instanceof ArrayBuffer) || value.byteLength !== 32) return undefined;
    return new Uint8Array(value);
  } catch {
    // Not a structured field: there is no digest in it.
    return undefined;
  }
}
