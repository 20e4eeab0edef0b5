import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { keyThumbprint } from '../key-thumbprint.ts';
import type { KeyPair } from '../seal/keys.ts';

/** The public key of somebody who may open encrypted values. */
export interface RecipientOptions {
  /** SPKI PEM, or a JWK as JSON: P-256, X25519, or RSA from 2048 bits. */
  readonly publicKey: string;
  /** How the recipient calls the key; else the JWK's `kid`, else `lt-` and the first 16 characters of its thumbprint. */
  readonly keyId?: string;
}

export interface Recipient {
  readonly name: string;
  readonly keyId: string;
  readonly publicKey: KeyObject;
  /** How the content key gets to it: follows from the key. */
  readonly algorithm: 'ECDH-ES+A256KW' | 'RSA-OAEP-256';
}

/** A new pair for a recipient: P-256, which every JOSE library knows. */
export function generateRecipientKeyPair(): KeyPair {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    keyId: keyIdOf(pair.publicKey),
  };
}

/** `undefined` when the key cannot be used: `problem` is told why. */
export function createRecipient(name: string, options: RecipientOptions, problem: (message: string) => void): Recipient | undefined {
  const read = readKey(options.publicKey);
  const objection = typeof read === 'string' ? read : objectionTo(read.key);
  if (typeof read === 'string' || objection !== undefined) {
    problem(`publicKey ${objection}`);
    return undefined;
  }
  const keyId = options.keyId ?? read.keyId ?? keyIdOf(read.key);
  if (keyId === '' || keyId.length > 200) {
    problem('keyId must have 1 to 200 characters');
    return undefined;
  }
  const algorithm = read.key.asymmetricKeyType === 'rsa' ? 'RSA-OAEP-256' : 'ECDH-ES+A256KW';
  return { name, keyId, publicKey: read.key, algorithm };
}

interface ReadKey {
  readonly key: KeyObject;
  readonly keyId: string | undefined;
}

function readKey(text: string): ReadKey | string {
  const isPem = text.includes('-----BEGIN');
  // Node would make a public key of it, and the secret would stay in the configuration of those who must not have it.
  if (text.includes('PRIVATE KEY')) return privateGiven;
  try {
    if (isPem) return { key: createPublicKey(text), keyId: undefined };
    const jwk = JSON.parse(text) as JsonWebKey; // what is in it, the import checks
    if ('d' in jwk || 'k' in jwk) return privateGiven;
    const kid = 'kid' in jwk && typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined;
    return { key: createPublicKey({ key: jwk, format: 'jwk' }), keyId: kid };
  } catch {
    // Without the cause: a parser quotes what it read.
    return isPem ? 'is no SPKI PEM that can be decoded' : 'is neither PEM nor a JWK';
  }
}

const privateGiven = 'is a private key: only the recipient may have it';

function objectionTo(key: KeyObject): string | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'x25519' || (type === 'ec' && details?.namedCurve === 'prime256v1')) return undefined;
  if (type !== 'rsa') return 'must be P-256, X25519 or RSA';
  return (details?.modulusLength ?? 0) >= 2048 ? undefined : 'is RSA with fewer than 2048 bits';
}

function keyIdOf(key: KeyObject): string {
  return `lt-${keyThumbprint(key.export({ format: 'jwk' })).slice(0, 16)}`;
}
