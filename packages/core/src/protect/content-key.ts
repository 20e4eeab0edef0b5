import { Buffer } from 'node:buffer';
import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { Recipient } from './recipient.ts';

/** A key for many values, and how its recipient gets it: the first two parts of their JWEs. */
export interface ContentKey {
  readonly key: Buffer;
  /** Protected header, base64url. */
  readonly header: string;
  /** Encrypted key, base64url. */
  readonly encryptedKey: string;
}

/** A new random content key for a recipient: RFC 7518 §4.3 and §4.6, RFC 8037 §3.2 for X25519. */
export function createContentKey({ algorithm, keyId, publicKey }: Recipient, more: Readonly<Record<string, string>>): ContentKey {
  const key = randomBytes(32);
  const header = { alg: algorithm, enc: 'A256GCM', kid: keyId, ...more };
  if (algorithm === 'RSA-OAEP-256') {
    const encrypted = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key);
    return { key, header: encodeHeader(header), encryptedKey: encrypted.toString('base64url') };
  }
  const { epk, shared } = agree(publicKey);
  // RFC 3394 with its own initial value.
  const wrap = createCipheriv('id-aes256-wrap', concatKdf(shared, algorithm), Buffer.alloc(8, 0xa6));
  const encrypted = Buffer.concat([wrap.update(key), wrap.final()]);
  return { key, header: encodeHeader({ ...header, epk }), encryptedKey: encrypted.toString('base64url') };
}

function agree(publicKey: KeyObject): { readonly epk: JsonWebKey; readonly shared: Buffer } {
  const ephemeral =
    publicKey.asymmetricKeyType === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { kty, crv, x, y } = createPublicKey(ephemeral.privateKey).export({ format: 'jwk' });
  return {
    epk: { kty, crv, x, ...(y === undefined ? {} : { y }) } as JsonWebKey, // of a key that we made: each member is there
    shared: diffieHellman({ privateKey: ephemeral.privateKey, publicKey }),
  };
}

/** RFC 7518 §4.6.2 for 256 bits: one round of SHA-256, without party information. */
function concatKdf(shared: Buffer, algorithm: string): Buffer {
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const nobody = word(0);
  return createHash('sha256')
    .update(word(1))
    .update(shared)
    .update(word(algorithm.length))
    .update(algorithm)
    .update(nobody)
    .update(nobody)
    .update(word(256))
    .digest();
}

function encodeHeader(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}
