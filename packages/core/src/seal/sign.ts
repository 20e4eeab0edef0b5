import type { KeyObject } from 'node:crypto';
import { type Parameters, serializeDictionary } from 'structured-headers';
import { LienThongError } from '../errors/lienthong-error.ts';
import type { Secret } from '../secret.ts';
import { signBytes } from './algorithms.ts';
import { coveredComponents, needsDigest } from './covered-components.ts';
import { readPrivateKey, type SignatureAlgorithm, signatureAlgorithm } from './keys.ts';
import { requestComponents, type SignedRequest, signatureBase, signatureInput, signatureLabel } from './signature-base.ts';
import { signatureInvalid } from './signature-invalid.ts';

/** Whatever holds a private key: a file, or an HSM that never gives it away. */
export interface Signer {
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  /** The raw signature; ECDSA as r‖s. */
  sign(base: Uint8Array): Promise<Uint8Array>;
}

export interface SignRequestInput extends SignedRequest {
  readonly signer: Signer;
  /** Unix seconds. */
  readonly created: number;
}

export interface SignatureHeaders {
  readonly 'signature-input': string;
  readonly signature: string;
}

const keyIdPattern = /^[\x21-\x7e]{1,200}$/;

/** A signer with the private key in memory. */
export function createSigner(input: { readonly keyId: string; readonly privateKey: string | Secret | KeyObject }): Signer {
  if (!keyIdPattern.test(input.keyId)) {
    throw new LienThongError('KEY_INVALID', { message: 'a key id must be 1 to 200 visible ASCII characters' });
  }
  const key = readPrivateKey(input.privateKey);
  return {
    keyId: input.keyId,
    algorithm: signatureAlgorithm(key),
    sign: async (base) => signBytes(key, base),
  };
}

/** Signs a request by RFC 9421 with the coverage of docs/standard/signature.md; the headers it gives belong into the request as they are. */
export async function signRequest(input: SignRequestInput): Promise<SignatureHeaders> {
  const { signer } = input;
  // `Date.now() / 1000` is the usual slip, and every receiver would refuse it.
  if (!Number.isSafeInteger(input.created) || input.created < 0) throw signatureInvalid('malformed', 'created must be whole Unix seconds');
  const components = requestComponents(input);
  if (needsDigest(components) && !components.headers.has('content-digest')) {
    throw signatureInvalid('uncovered', 'a request with a body must bear a content-digest before it is signed', 'content-digest');
  }
  const covered = coveredComponents(components);
  const parameters: Parameters = new Map<string, string | number>([
    ['created', input.created],
    ['keyid', signer.keyId],
    ['alg', signer.algorithm],
  ]);
  const base = signatureBase(components, covered, parameters);
  const signature = await signer.sign(Buffer.from(base, 'ascii'));
  return {
    'signature-input': serializeDictionary(new Map([[signatureLabel, signatureInput(covered, parameters)]])),
    // A copy: the signer may hand out a view into a larger buffer.
    signature: serializeDictionary(new Map([[signatureLabel, [Uint8Array.from(signature), new Map()]]])),
  };
}
