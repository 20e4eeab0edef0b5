import type { Contract, Secret, Transport } from '@lienthong/core';
import type { NationalOptions } from '@lienthong/core/national';
import type { NationalPlatformOptions, PlatformOptions } from '../options.ts';
import type { SignerOptions } from '../sign/options.ts';

/** Who takes packages from media to a platform, and brings its receipts back. */
export interface CourierOptions {
  /** Directory of durable state: what was delivered, in which order. One courier per directory. */
  readonly state: string;
  /** PKCS #8 PEM, of a recipient's pair: opens the packages. */
  readonly open: string | Secret;
  /** Signs the receipts' packages. */
  readonly sign: SignerOptions;
  /** Whose packages are taken. */
  readonly senders: readonly PackageSender[];
  /** Batches go there; a receiver of the national message gets messages. */
  readonly platform: Transport | PlatformOptions | NationalPlatformOptions;
  /** The public key, as PEM, of a transport's receipts: asked for where the platform is one in code. */
  readonly receiptKey?: string;
  /** How each dataset becomes messages: asked for where the platform has a profile. */
  readonly datasets?: readonly CourierDataset[];
  /** How long the platform may take for one batch. Default 60,000. */
  readonly timeoutMs?: number;
}

export interface PackageSender {
  readonly agency: string;
  /** Name of the source within the agency. */
  readonly source: string;
  /** PEMs, a JWK or a JWK Set: keys that may sign its packages. */
  readonly trusted: string;
}

export interface CourierDataset {
  readonly agency: string;
  readonly source: string;
  readonly contract: Contract;
  readonly national: NationalOptions;
}
