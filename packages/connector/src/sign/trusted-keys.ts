import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { keyIdOf, LienThongError, readPublicKey } from '@lienthong/core';

/** Keys whose signatures are believed, by their ids. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

const pem = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g;

/** From one or several SPKI PEMs, a JWK or a JWK Set; KEY_INVALID names the option. */
export function readTrustedKeys(text: string, option: string): TrustedKeys {
  const keys = text.includes('-----BEGIN')
    ? (text.match(pem) ?? []).map((one): readonly [string, KeyObject] => named(readPublicKey(one), undefined))
    : readSet(text, option).map((jwk) => named(importKey(jwk, option), jwk['kid']));
  if (keys.length === 0) throw invalid(option, 'holds no key');
  return new Map(keys);
}

function named(key: KeyObject, kid: unknown): readonly [string, KeyObject] {
  return [typeof kid === 'string' ? kid : keyIdOf(key), key];
}

function readSet(text: string, option: string): readonly JsonWebKey[] {
  try {
    const value = JSON.parse(text) as JsonWebKey & { readonly keys?: unknown }; // any member may be asked for
    return Array.isArray(value.keys) ? (value.keys as readonly JsonWebKey[]) : [value]; // what is in each, the import checks
  } catch {
    // Without the cause: a parser quotes what it read.
    throw invalid(option, 'is neither PEM nor JSON');
  }
}

function importKey(jwk: JsonWebKey, option: string): KeyObject {
  if ('d' in jwk || 'k' in jwk) throw invalid(option, 'holds a private key where public keys belong');
  try {
    return readPublicKey(createPublicKey({ key: jwk, format: 'jwk' }));
  } catch {
    throw invalid(option, 'holds a key that is no Ed25519, P-256 or RSA key');
  }
}

function invalid(option: string, problem: string): LienThongError {
  return new LienThongError('KEY_INVALID', {
    message: `${option} ${problem}`,
    remedy: 'Give the public keys of those who sign as PEM, JWK or JWK Set.',
  });
}
