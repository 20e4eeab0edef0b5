import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { LienThongError, reveal, type Secret } from '@lienthong/core';
import { CompactEncrypt, calculateJwkThumbprint, compactDecrypt, decodeProtectedHeader } from 'jose';

/** Who may open a package. */
export interface PackageRecipient {
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/** Who opens packages: the private half of a recipient. */
export interface PackageOpener {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** The public half, to be put into a manifest. */
  readonly publicJwk: JsonWebKey;
}

/** From SPKI PEM or a public JWK: P-256, X25519, or RSA from 2048 bits, as for encrypted values. */
export async function packageRecipient(key: string | JsonWebKey, option: string): Promise<PackageRecipient> {
  if (typeof key === 'string' && key.includes('PRIVATE KEY')) throw wrongKey(option, 'is a private key: only the recipient may have it');
  const publicKey = attempt(option, () =>
    typeof key === 'string' ? createPublicKey(key) : createPublicKey({ key: withoutPrivate(key), format: 'jwk' }),
  );
  expectEncryption(publicKey, option);
  return { keyId: await keyIdOf(publicKey), publicKey };
}

/** From PKCS #8 PEM. */
export async function packageOpener(key: string | Secret, option: string): Promise<PackageOpener> {
  const privateKey = attempt(option, () => createPrivateKey(reveal(key)));
  expectEncryption(privateKey, option);
  const publicKey = createPublicKey(privateKey);
  return { keyId: await keyIdOf(publicKey), privateKey, publicJwk: publicKey.export({ format: 'jwk' }) };
}

/** One line: a compact JWE (RFC 7516) with a content key of its own. */
export async function encryptLine(content: Uint8Array, { keyId, publicKey }: PackageRecipient): Promise<string> {
  const alg = publicKey.asymmetricKeyType === 'rsa' ? 'RSA-OAEP-256' : 'ECDH-ES+A256KW';
  return new CompactEncrypt(content).setProtectedHeader({ alg, enc: 'A256GCM', kid: keyId }).encrypt(publicKey);
}

export type LineReading =
  | { readonly kind: 'opened'; readonly content: Uint8Array }
  | { readonly kind: 'of-another'; readonly keyId: string }
  | { readonly kind: 'damaged' };

/** What is in a line, if it is for this key and as it was written. */
export async function decryptLine(line: string, { keyId, privateKey }: PackageOpener): Promise<LineReading> {
  try {
    const { kid } = decodeProtectedHeader(line);
    if (kid !== keyId) return kid === undefined ? { kind: 'damaged' } : { kind: 'of-another', keyId: kid };
    const { plaintext } = await compactDecrypt(line, privateKey, {
      keyManagementAlgorithms: ['ECDH-ES+A256KW', 'RSA-OAEP-256'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return { kind: 'opened', content: plaintext };
  } catch {
    // Whichever of its bits was turned: nothing in it is believed.
    return { kind: 'damaged' };
  }
}

async function keyIdOf(publicKey: KeyObject): Promise<string> {
  return `lt-${(await calculateJwkThumbprint(publicKey)).slice(0, 16)}`;
}

function withoutPrivate({ kty, crv, x, y, n, e }: JsonWebKey): JsonWebKey {
  return Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined));
}

function expectEncryption(key: KeyObject, option: string): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'x25519' || (type === 'ec' && details?.namedCurve === 'prime256v1')) return;
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return;
  throw wrongKey(option, 'must be P-256, X25519 or RSA from 2048 bits');
}

function attempt(option: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    // Without the cause: what a decoder says of a broken private key has no place in a log.
    throw wrongKey(option, 'cannot be decoded');
  }
}

function wrongKey(option: string, problem: string): LienThongError {
  return new LienThongError('KEY_INVALID', {
    message: `${option} ${problem}`,
    remedy: 'Make a pair with `lienthong keys generate --kind recipient`.',
  });
}
