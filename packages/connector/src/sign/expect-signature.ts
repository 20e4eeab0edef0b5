import { constants, type KeyObject, verify } from 'node:crypto';
import { keyIdOf, LienThongError, readPublicKey, type Signer, signatureAlgorithm } from '@lienthong/core';

/** The public half of a key that others hold: what the signer is called, and what its signatures are held against. */
export interface HeldKey extends Omit<Signer, 'sign'> {
  /** Gives the signature back if it is the key's over these bytes; `from` is who made it. */
  expect(signature: Uint8Array, bytes: Uint8Array, from: string): Uint8Array;
}

export function heldKey(publicKey: string, keyId: string | undefined): HeldKey {
  const key = readPublicKey(publicKey);
  return {
    keyId: keyId ?? keyIdOf(key),
    algorithm: signatureAlgorithm(key),
    expect(signature, bytes, from) {
      if (isOf(key, bytes, signature)) return signature;
      throw new LienThongError('SIGNATURE_INVALID', {
        message: `what ${from} gave is no signature of the key that publicKey names`,
        remedy: 'Name the key that signs there, or the public key that belongs to it.',
      });
    },
  };
}

function isOf(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  const hash = signatureAlgorithm(key) === 'ed25519' ? null : 'sha256';
  return verify(hash, bytes, { key, dsaEncoding: 'ieee-p1363', ...padding(key) }, signature);
}

function padding(key: KeyObject): { readonly padding?: number } {
  return key.asymmetricKeyType === 'rsa' ? { padding: constants.RSA_PKCS1_PADDING } : {};
}
