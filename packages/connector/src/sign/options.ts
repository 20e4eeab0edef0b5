import type { Secret } from '@lienthong/core';

/** Where the key is that signs: in a file, in a token that never gives it away, or with somebody who signs for us. */
export type SignerOptions =
  | { readonly key: LocalKeyOptions }
  | { readonly token: TokenKeyOptions }
  /** A signing service, or the Agent Node that signs what passes it. */
  | { readonly service: SigningServiceOptions };

export interface LocalKeyOptions {
  /** PKCS #8 PEM or a private JWK, of Ed25519, P-256 or RSA from 2048 bits. Nobody else may read the file. */
  readonly file: string;
  /** Default: the JWK's `kid`, else `lt-` and the first 16 characters of the key's thumbprint. */
  readonly keyId?: string;
}

/** A key in a PKCS #11 token: a smart card, a USB token, an HSM. */
export interface TokenKeyOptions {
  /** The library of the token's vendor: `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly module: string;
  /** Label of the token. */
  readonly label: string;
  /** CKA_ID of the key, in hexadecimal digits. */
  readonly id: string;
  readonly pin: string | Secret;
  /** SPKI PEM: says which algorithm the key has, and every signature is held against it. */
  readonly publicKey: string;
  readonly keyId?: string;
  /** OpenSC's program, which speaks to the library. Default `pkcs11-tool`. */
  readonly program?: string;
  /** Default 30,000. */
  readonly timeoutMs?: number;
}

/** docs/guides/packages.md says what is asked and answered. */
export interface SigningServiceOptions {
  readonly url: string;
  /** SPKI PEM: says which algorithm the key has, and every signature is held against it. */
  readonly publicKey: string;
  readonly keyId?: string;
  /** OAuth 2.0 client credentials. */
  readonly oauth?: {
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string | Secret;
    readonly scope?: string;
  };
  /** PEM of the authority that signed the service's certificate, when the system does not know it. */
  readonly certificateAuthority?: string;
  /** Mutual TLS. */
  readonly clientCertificate?: { readonly certificate: string; readonly privateKey: string | Secret };
  /** Default 30,000. */
  readonly timeoutMs?: number;
}
