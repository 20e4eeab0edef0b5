import { type KeyObject, sign, verify } from 'node:crypto';
import { type SignatureAlgorithm, signatureAlgorithm } from './keys.ts';

/** Signs bytes with the key's own algorithm. ECDSA signatures are r‖s (64 bytes), as RFC 9421 §3.3.4 and JWS want them. */
export function signBytes(privateKey: KeyObject, data: Uint8Array): Uint8Array {
  const algorithm = signatureAlgorithm(privateKey);
  return sign(hashOf(algorithm), data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

/** Whether the signature is the key's over these bytes. */
export function verifyBytes(publicKey: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const algorithm = signatureAlgorithm(publicKey);
  return verify(hashOf(algorithm), data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}

function hashOf(algorithm: SignatureAlgorithm): string | null {
  // Ed25519 hashes by itself.
  return algorithm === 'ed25519' ? null : 'sha256';
}
