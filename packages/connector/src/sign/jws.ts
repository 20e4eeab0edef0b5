import type { Signer } from '@lienthong/core';
import { compactVerify } from 'jose';
import type { TrustedKeys } from './trusted-keys.ts';

const algorithms = { ed25519: 'EdDSA', 'ecdsa-p256-sha256': 'ES256', 'rsa-v1_5-sha256': 'RS256' } as const;

/** Compact JWS (RFC 7515) by whatever holds the key. */
export async function signJws(signer: Signer, type: string, payload: Uint8Array): Promise<string> {
  const header = { alg: algorithms[signer.algorithm], typ: type, kid: signer.keyId };
  const input = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
  const signature = await signer.sign(Buffer.from(input, 'ascii'));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** The same without its payload (RFC 7515, appendix F): who has the text beside it puts it back. */
export async function signDetached(signer: Signer, type: string, payload: Uint8Array): Promise<string> {
  const [header = '', , signature = ''] = (await signJws(signer, type, payload)).split('.');
  return `${header}..${signature}`;
}

export type JwsReading =
  | { readonly kind: 'verified'; readonly payload: Uint8Array; readonly keyId: string }
  /** Nobody of those whose signatures are believed. */
  | { readonly kind: 'unknown-signer'; readonly keyId: string }
  | { readonly kind: 'invalid' };

/** The payload, if one of these keys signed it as this type. The algorithm follows from the key. */
export async function verifyJws(jws: string, type: string, trusted: TrustedKeys): Promise<JwsReading> {
  let keyId = '';
  let isKnown = false;
  try {
    const { payload, protectedHeader } = await compactVerify(
      jws,
      ({ kid }) => {
        keyId = kid ?? '';
        const key = trusted.get(keyId);
        if (key === undefined) throw new Error('the key is unknown');
        isKnown = true;
        return key;
      },
      { algorithms: Object.values(algorithms) },
    );
    return protectedHeader.typ === type ? { kind: 'verified', payload, keyId } : { kind: 'invalid' };
  } catch {
    // Whatever is wrong with it: nothing in it is believed.
    return keyId !== '' && !isKnown ? { kind: 'unknown-signer', keyId } : { kind: 'invalid' };
  }
}
