import type { KeyObject } from 'node:crypto';
import { verifyBytes } from './algorithms.ts';
import { coveredComponents, needsDigest } from './covered-components.ts';
import { readPublicKey, signatureAlgorithm } from './keys.ts';
import { type RequestComponents, requestComponents, type SignedRequest, signatureBase } from './signature-base.ts';
import { readSignatureFields, type SignatureFields } from './signature-fields.ts';
import { signatureInvalid } from './signature-invalid.ts';

/** A registered public key: SPKI PEM, or read already. */
export interface RegisteredKey {
  readonly publicKey: string | KeyObject;
}

export interface VerifyRequestInput extends SignedRequest {
  /** The key of this id, if it is registered and not withdrawn. The id is untrusted text. */
  readonly findKey: (keyId: string) => Promise<RegisteredKey | undefined>;
  /** Unix seconds. */
  readonly now: number;
  readonly maxAgeSeconds?: number;
  readonly maxSkewSeconds?: number;
}

export interface VerifiedSignature {
  readonly keyId: string;
  /** Unix seconds. */
  readonly created: number;
}

/**
 * Verifies a request's signature; throws SIGNATURE_INVALID whose `details.reason` is a `SignatureFault`.
 * Proves the headers only: whoever has read the body must compare it with `matchesDigest`.
 */
export async function verifyRequest(input: VerifyRequestInput): Promise<VerifiedSignature> {
  const components = requestComponents(input);
  const fields = readSignatureFields(components);
  expectCoverage(components, fields.covered);
  expectTime(fields, input);
  const base = signatureBase(components, fields.covered, fields.parameters);
  const registered = await input.findKey(fields.keyId);
  if (registered === undefined) throw signatureInvalid('unknown-key', 'the key of the signature is not registered');
  const key = readPublicKey(registered.publicKey);
  if (fields.algorithm !== signatureAlgorithm(key)) {
    throw signatureInvalid('algorithm-mismatch', 'the algorithm of the signature is not that of the registered key');
  }
  if (!verifyBytes(key, Buffer.from(base, 'ascii'), fields.signature)) {
    throw signatureInvalid('wrong', 'the signature does not fit the request');
  }
  return { keyId: fields.keyId, created: fields.created };
}

function expectCoverage(components: RequestComponents, covered: readonly string[]): void {
  const required = new Set(coveredComponents(components));
  if (needsDigest(components)) required.add('content-digest');
  for (const name of covered) required.delete(name);
  const [uncovered] = required;
  if (uncovered !== undefined) throw signatureInvalid('uncovered', `the signature does not cover ${uncovered}`, uncovered);
}

function expectTime(fields: SignatureFields, input: VerifyRequestInput): void {
  const { now, maxAgeSeconds = 300, maxSkewSeconds = 60 } = input;
  if (fields.created > now + maxSkewSeconds)
    throw signatureInvalid('from-future', 'the signature was created in the future: compare the clocks');
  if (now - fields.created > maxAgeSeconds || (fields.expires !== undefined && now > fields.expires)) {
    throw signatureInvalid('expired', 'the signature is too old: compare the clocks');
  }
}
