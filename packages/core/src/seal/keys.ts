import { createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject } from 'node:crypto';
import { LienThongError } from '../errors/lienthong-error.ts';
import { keyThumbprint } from '../key-thumbprint.ts';
import { reveal, type Secret } from '../secret.ts';

/** RFC 9421 names of the algorithms that a key may sign and verify with. */
export type SignatureAlgorithm = 'ed25519' | 'ecdsa-p256-sha256' | 'rsa-v1_5-sha256';

export interface KeyPair {
  /** PKCS #8 PEM. */
  readonly privateKey: string;
  /** SPKI PEM: what the other side registers. */
  readonly publicKey: string;
  readonly keyId: string;
}

/** A new Ed25519 pair. */
export function generateKeyPair(): KeyPair {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    keyId: keyIdOf(pair.publicKey),
  };
}

/** `lt-` and the first 16 characters of the key's JWK thumbprint (RFC 7638, sha-256, base64url). */
export function keyIdOf(publicKey: string | KeyObject): string {
  const jwk = readPublicKey(publicKey).export({ format: 'jwk' });
  return `lt-${keyThumbprint(jwk).slice(0, 16)}`;
}

/** PKCS #8 PEM → key; KEY_INVALID when it is no private key that the standard allows. */
export function readPrivateKey(pem: string | Secret | KeyObject): KeyObject {
  if (pem instanceof KeyObject) return expectKey(pem, 'private');
  const text = reveal(pem);
  if (!text.includes('-----BEGIN PRIVATE KEY-----')) throw keyInvalid('the private key is not PKCS #8 PEM (BEGIN PRIVATE KEY)');
  return expectKey(
    attempt('private', () => createPrivateKey(text)),
    'private',
  );
}

/** SPKI PEM → key; KEY_INVALID when it is no public key that the standard allows. */
export function readPublicKey(pem: string | KeyObject): KeyObject {
  if (pem instanceof KeyObject) return expectKey(pem, 'public');
  // Node would derive a public key from a private one: whoever registers a private key by mistake shall hear of it.
  if (pem.includes('PRIVATE KEY')) throw keyInvalid('a private key was given where the public key belongs');
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) throw keyInvalid('the public key is not SPKI PEM (BEGIN PUBLIC KEY)');
  return expectKey(
    attempt('public', () => createPublicKey(pem)),
    'public',
  );
}

/** The one algorithm of a key: it follows from the key, never from a message. */
export function signatureAlgorithm(key: KeyObject): SignatureAlgorithm {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1') return 'ecdsa-p256-sha256';
  if (key.asymmetricKeyType === 'rsa') {
    if ((details?.modulusLength ?? 0) >= 2048) return 'rsa-v1_5-sha256';
    throw keyInvalid('an RSA key must have at least 2048 bits');
  }
  throw keyInvalid('the key must be Ed25519, ECDSA P-256 or RSA');
}

function expectKey(key: KeyObject, type: 'private' | 'public'): KeyObject {
  if (key.type !== type) throw keyInvalid(`a ${key.type} key was given where the ${type} key belongs`);
  signatureAlgorithm(key);
  return key;
}

function attempt(type: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    // Without the cause: what a decoder says of a broken private key has no place in a log.
    throw keyInvalid(`the ${type} key cannot be decoded`);
  }
}

function keyInvalid(message: string): LienThongError {
  return new LienThongError('KEY_INVALID', { message });
}
