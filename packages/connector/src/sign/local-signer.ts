import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSigner, isLienThongError, keyIdOf, LienThongError, readPrivateKey, type Signer } from '@lienthong/core';
import type { LocalKeyOptions } from './options.ts';

/** Signs with a key that lies in a file which nobody else may read. */
export function localSigner({ file, keyId }: LocalKeyOptions): Signer {
  const { key, kid } = readKey(file);
  return createSigner({ keyId: keyId ?? kid ?? keyIdOf(createPublicKey(key)), privateKey: key });
}

function readKey(file: string): { readonly key: KeyObject; readonly kid: string | undefined } {
  const text = readPrivateFile(file);
  if (text.includes('-----BEGIN')) return { key: readPrivateKey(text), kid: undefined };
  let jwk: JsonWebKey;
  let key: KeyObject;
  try {
    jwk = JSON.parse(text) as JsonWebKey; // what is in it, the import checks
    key = createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    // Without the cause: a parser quotes what it read.
    throw new LienThongError('KEY_INVALID', { message: `${file} holds neither a PKCS #8 PEM nor a private JWK` });
  }
  return { key: readPrivateKey(key), kid: typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined };
}

function readPrivateFile(file: string): string {
  try {
    const { mode } = statSync(file);
    // Windows has no such bits: there the folder's rights decide.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new LienThongError('KEY_INVALID', {
        message: `others than the owner may read the private key ${file}`,
        remedy: `Run chmod 600 ${file}; if somebody may have read it, make a new key.`,
      });
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isLienThongError(error)) throw error;
    throw new LienThongError('KEY_INVALID', { message: `the private key ${file} cannot be read`, cause: error });
  }
}
