import type {
  BoundAdapter,
  Contract,
  Dictionary,
  Mapping,
  OpenContext,
  ProtectionOptions,
  RowMark,
  Secret,
  Source,
  Transport,
} from '@lienthong/core';
import type { NationalOptions } from '@lienthong/core/national';
import type { CodeList, UnitRegister } from '@lienthong/dictionary';
import type { SignerOptions } from './sign/options.ts';
import type { MessageSignatureOptions } from './sign/signed-carrier.ts';

/** Everything a connector needs to know. `loadConfig` makes it from a file. */
export interface ConnectorOptions {
  /** Agency code, such as `H26.12`. */
  readonly agency: string;
  readonly source: SourceOptions;
  readonly platform: Transport | PlatformOptions | NationalPlatformOptions | PackagePlatformOptions;
  /** Directory of the durable state; made with mode 0700. One connector per directory. */
  readonly state: string;
  readonly datasets: readonly DatasetOptions[];
  /** The keys that the contracts' protections name. */
  readonly protection?: ProtectionOptions;
  /** What is known of values beyond the contracts. Default: `@lienthong/dictionary` as of the day on which a run begins. */
  readonly dictionary?: Dictionary | DictionarySettings;
  readonly batch?: BatchOptions;
  readonly spool?: SpoolOptions;
  readonly delivery?: DeliveryOptions;
  /** What to do when the source no longer has the changes behind our position. Default `stop`. */
  readonly onHistoryLost?: 'stop' | 'new-epoch';
  /** After the signal to stop, deliver for at most this long. Default 30,000. */
  readonly graceMs?: number;
  readonly deadLetters?: {
    /** More that wait than this stop the dataset: the mapping is wrong, not the rows. Default 100,000. */
    readonly maxWaiting?: number;
  };
}

/** The shared dictionary with lists of the source's own. */
export interface DictionarySettings {
  /** The day on which lists hold, `YYYY-MM-DD`. Default: the day, in Vietnam, on which a run begins. */
  readonly at?: string;
  readonly codeLists?: readonly CodeList[];
  readonly unitRegisters?: Readonly<Record<string, UnitRegister>>;
}

export interface SourceOptions {
  /** Name of the source within the agency: lower case, digits and `-`. Part of every batch id. */
  readonly name: string;
  readonly adapter: SourceAdapter;
  readonly limits?: SourceLimits;
}

/** A bound adapter, whatever it is capable of. */
export type SourceAdapter = Omit<BoundAdapter, 'open'> & { open(context: OpenContext): Promise<Source> };

/** What the legacy server is spared. */
export interface SourceLimits {
  /** Rows a second that snapshots may read, all datasets together. Default: no limit. */
  readonly rowsPerSecond?: number;
  /** Default 4: one for changes, the others for ranges of snapshots. */
  readonly maxConnections?: number;
  /** Default 60,000. */
  readonly statementTimeoutMs?: number;
  /** When snapshots may read, in `Asia/Ho_Chi_Minh`: `22:00-05:00`. Changes are followed at all hours. Default: always. */
  readonly allowedHours?: readonly string[];
  /** Rows that a range of a snapshot should hold. Default 200,000. */
  readonly rowsPerRange?: number;
  /** Rows of one batch from the source. Default 5,000. */
  readonly batchRows?: number;
  /** Default 5,000. */
  readonly heartbeatMs?: number;
  /** Changes of one transaction, at most. Default 10,000,000. */
  readonly maxTransactionChanges?: number;
}

export interface DatasetOptions {
  /** The YAML text, or what `expectContract` made of it together with the text. */
  readonly contract: string | { readonly contract: Contract; readonly yaml: string };
  /** `public.cong_dan` */
  readonly from: string;
  /** Left out: each property from the column of the same name. */
  readonly mapping?: Mapping;
  /** Default `{ kind: 'changes' }`. */
  readonly read?: ReadOptions;
  /**
   * The column that marks rows as state secrets, and the values that say that a row is none. Every other row stays: it becomes a dead
   * letter without content, and what was published under its key before is deleted.
   */
  readonly stateSecret?: RowMark;
  /** How records become national messages: asked for where the platform has a `profile`. */
  readonly national?: NationalOptions;
}

export type ReadOptions =
  /** Snapshot and, from before it, everything the source's log tells. */
  | { readonly kind: 'changes' }
  /** What grew behind a watermark column. Deletions are not seen. */
  | { readonly kind: 'incremental'; readonly watermark: string; readonly settleSeconds?: number; readonly everySeconds?: number }
  /** Everything, again and again: for views and sources without a log. Each pass is an epoch. */
  | { readonly kind: 'snapshot'; readonly everySeconds?: number };

export interface PlatformOptions {
  readonly url: string;
  readonly key: {
    readonly keyId: string;
    /** PEM. */
    readonly privateKey: string | Secret;
  };
  /** The platform's public key for receipts, as PEM: pinned. */
  readonly receiptKey: string;
  /** PEM of the authority that signed the platform's certificate, when the system does not know it. */
  readonly certificateAuthority?: string;
  /** Mutual TLS. */
  readonly clientCertificate?: { readonly certificate: string; readonly privateKey: string | Secret };
}

/** A receiver of the national message, in the place of a platform: docs/guides/national-message.md. */
export interface NationalPlatformOptions {
  readonly profile: 'qcvn-09-2025-bca';
  /** Of the receiver, the gateway or the own security server. */
  readonly url: string;
  /** Below the address; begins with `/`. Default: nothing. */
  readonly path?: string;
  /** Default `json`. */
  readonly form?: 'json' | 'xml';
  /** Records of one request, at most. Default 500. */
  readonly recordsPerRequest?: number;
  /** OAuth 2.0 client credentials, as gateways ask for. */
  readonly oauth?: {
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string | Secret;
    readonly scope?: string;
  };
  /** A signature of each message, where the receiver asks for one. */
  readonly signature?: MessageSignatureOptions;
  /** Through X-Road. */
  readonly xRoad?: {
    readonly client: string;
    readonly service: string;
    readonly facade?: { readonly path: string; readonly providerUrl: string };
  };
  readonly certificateAuthority?: string;
  readonly clientCertificate?: { readonly certificate: string; readonly privateKey: string | Secret };
}

/** A platform that no network reaches: batches go to it, and receipts come back, in files on media. docs/guides/packages.md */
export interface PackagePlatformOptions {
  readonly profile: 'package';
  /** Who takes the packages to the platform. */
  readonly courier: {
    /** SPKI PEM or JWK, of P-256, X25519 or RSA from 2048 bits: the packages are encrypted for it. */
    readonly publicKey: string;
    /** PEMs, a JWK or a JWK Set: keys that may sign receipts. */
    readonly trusted: string;
  };
  /** Signs the packages. */
  readonly sign: SignerOptions;
  /** PKCS #8 PEM, of a recipient's pair of our own: opens the receipts. */
  readonly open: string | Secret;
  /** The platform's public key for receipts, as PEM: pinned. Left out, the courier's word for it is taken, which is signed. */
  readonly receiptKey?: string;
}

export interface BatchOptions {
  /** Bytes of NDJSON before compression, about. Default 2 MiB. */
  readonly bytes?: number;
  /** The oldest change waits at most this long for company. Default 200. */
  readonly maxDelayMs?: number;
}

export interface SpoolOptions {
  /** When the spool holds more, reading pauses until 80 % are left. Default 1 GiB. */
  readonly maxBytes?: number;
}

export interface DeliveryOptions {
  /** Batches of one stream on their way at the same time. Default 3. */
  readonly inFlight?: number;
  /** How long the platform may take for one batch. Default 60,000. */
  readonly timeoutMs?: number;
  readonly backoff?: { readonly initialMs?: number; readonly maxMs?: number };
}
