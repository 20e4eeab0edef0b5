import { createHash, type JsonWebKey } from 'node:crypto';

/** SHA-256 thumbprint of a public key, base64url: RFC 7638 §3.2 and RFC 8037 §2. */
export function keyThumbprint(jwk: JsonWebKey): string {
  return createHash('sha256').update(thumbprintInput(jwk)).digest('base64url');
}

// The required members in lexicographic order, without white space.
function thumbprintInput({ crv, e, kty, n, x, y }: JsonWebKey): string {
  if (kty === 'OKP') return JSON.stringify({ crv, kty, x });
  if (kty === 'EC') return JSON.stringify({ crv, kty, x, y });
  return JSON.stringify({ e, kty, n });
}
