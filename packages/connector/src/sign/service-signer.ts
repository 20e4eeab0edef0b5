import { createHash } from 'node:crypto';
import { type Carrier, type CarrierAnswer, LienThongError } from '@lienthong/core';
import { withClientCredentials } from '../deliver/client-credentials.ts';
import { httpCarrier } from '../deliver/http-carrier.ts';
import { heldKey } from './expect-signature.ts';
import type { OpenedSigner } from './open-signer.ts';
import type { SigningServiceOptions } from './options.ts';

/**
 * Has a service sign: it gets the key's id, the algorithm and the sha-256 of what is to be signed, and never the text itself. Ed25519
 * alone has no hash that could be sent in its place (RFC 8032): there the input goes, some hundred bytes that hold digests and names.
 */
export function serviceSigner(options: SigningServiceOptions): OpenedSigner {
  const held = heldKey(options.publicKey, options.keyId);
  const carrier = carrierTo(options);
  const { host } = new URL(options.url);
  return {
    keyId: held.keyId,
    algorithm: held.algorithm,
    async sign(bytes) {
      const input = Buffer.from(bytes);
      const asked =
        held.algorithm === 'ed25519'
          ? { input: input.toString('base64url') }
          : { digest: createHash('sha256').update(input).digest('base64url') };
      const body = Buffer.from(JSON.stringify({ keyId: held.keyId, algorithm: held.algorithm, ...asked }));
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      // Nobody stops a signature halfway: its time is limited by the carrier.
      const answer = await carrier.exchange({ method: 'POST', path: '', headers, body }, new AbortController().signal);
      return held.expect(readSignature(answer, host), bytes, `the signing service ${host}`);
    },
    close: () => carrier.close(),
  };
}

function carrierTo({ url, oauth, certificateAuthority, clientCertificate, timeoutMs = 30_000 }: SigningServiceOptions): Carrier {
  const tls = { timeoutMs, certificateAuthority, clientCertificate };
  const http = httpCarrier({ ...tls, url, option: 'service.url', connections: 2 });
  return oauth === undefined ? http : withClientCredentials(http, { ...tls, ...oauth });
}

function readSignature({ status, text }: CarrierAnswer, host: string): Uint8Array {
  if (status === 200) {
    const found = signatureIn(text);
    if (found !== undefined) return found;
    throw new LienThongError('PLATFORM_ANSWER_INVALID', { message: `the answer of the signing service ${host} holds no signature` });
  }
  if (status === 429 || status >= 500)
    throw new LienThongError('PLATFORM_BUSY', { message: `the signing service ${host} asked to wait (${status})`, details: { status } });
  throw new LienThongError('PLATFORM_REFUSED', {
    message: `the signing service ${host} does not sign (${status})`,
    remedy: "Let the service's operator allow this client to sign with the key, and try again.",
    details: { status },
  });
}

function signatureIn(text: string): Uint8Array | undefined {
  try {
    const { signature } = JSON.parse(text) as { readonly signature?: unknown }; // any member may be asked for
    return typeof signature === 'string' && /^[\w-]{43,}$/.test(signature) ? Buffer.from(signature, 'base64url') : undefined;
  } catch {
    return undefined; // no JSON: no signature
  }
}
