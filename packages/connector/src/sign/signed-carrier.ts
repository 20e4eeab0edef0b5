import { type Carrier, LienThongError } from '@lienthong/core';
import { signDetached } from './jws.ts';
import { type OpenedSigner, openSigner } from './open-signer.ts';
import type { SignerOptions } from './options.ts';

/** A signature beside each message. In which header the receiver wants it, no public source says. */
export interface MessageSignatureOptions {
  readonly header: string;
  readonly sign: SignerOptions;
}

/** `typ` of the signature: keeps other signatures of the same key from passing as one of a message. */
export const messageType = 'lienthong-message+jws';

/** A carrier whose requests bear a detached JWS (RFC 7515, appendix F) over their body as sent. */
export function signedCarrier(carrier: Carrier, { header, sign }: MessageSignatureOptions): Carrier {
  const name = header.toLowerCase();
  if (!/^[a-z0-9-]{1,60}$/.test(name) || taken.has(name))
    throw new LienThongError('OPTIONS_INVALID', {
      message: 'platform.signature.header must be the name of a header of its own, such as X-JWS-Signature',
    });
  const signer: OpenedSigner = openSigner(sign);
  return {
    async exchange(request, signal) {
      if (request.body === undefined) return await carrier.exchange(request, signal);
      const signature = await signDetached(signer, messageType, request.body);
      return await carrier.exchange({ ...request, headers: { ...request.headers, [name]: signature } }, signal);
    },
    async close() {
      await carrier.close();
      await signer.close();
    },
  };
}

const taken = new Set(['accept', 'authorization', 'content-length', 'content-type', 'host', 'transfer-encoding', 'x-data-type']);
