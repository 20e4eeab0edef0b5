import type { JsonWebKey } from 'node:crypto';
import { LienThongError, type RemoteStream } from '@lienthong/core';

/** First line of every package: what the file is, for whoever finds it. */
export const packageMagic = 'lienthong-package/1';

/** `typ` of the signed manifests: keeps other signatures of the same key from passing as one. */
export const manifestType = 'lienthong-package+jws';

/** A run of batches, or the receipts of one such run, on its way on media. */
export type Manifest = BatchesManifest | ReceiptsManifest;

interface ManifestHead {
  readonly agency: string;
  readonly source: string;
  /** Of the sender's state: packages of two states do not continue one another. */
  readonly chain: string;
  /** 1, 2, 3 … within the chain; receipts bear the number of the package that they answer. */
  readonly number: number;
  /** When its number was given; canonical timestamptz. */
  readonly time: string;
  /** Id of the key that the parts are encrypted for: signed, so that nobody passes the package on as meant for another. */
  readonly recipient: string;
  /** In the order of the file. */
  readonly parts: readonly Part[];
}

export interface BatchesManifest extends ManifestHead {
  readonly kind: 'batches';
  /** Hash of the manifest before, base64url; `null` of the first. */
  readonly previous: string | null;
  /** The public key that the receipts are to be encrypted for. */
  readonly answerTo: JsonWebKey;
}

export interface ReceiptsManifest extends ManifestHead {
  readonly kind: 'receipts';
  /** Hash of the manifest that is answered. */
  readonly answers: string;
  /** SPKI PEM of the key that signed the receipts. */
  readonly receiptKey: string;
  /** By dataset: what the platform knew of the streams afterwards. */
  readonly streams: Readonly<Record<string, ToldStream>>;
}

export type ToldStream = Pick<RemoteStream, 'epoch' | 'contiguous' | 'highest'>;

/** What one line of the file holds, once it is decrypted. */
export type Part = PartContent & {
  readonly bytes: number;
  /** `Content-Digest` of the content in clear. */
  readonly digest: string;
};

export type PartContent =
  /** The contract as YAML, for who registers it. */
  | { readonly kind: 'contract'; readonly dataset: string; readonly version: string }
  /** The body of a batch, with the headers that it has over HTTP. */
  | { readonly kind: 'batch'; readonly headers: Readonly<Record<string, string>> }
  /** Answers, one JSON text a line. */
  | { readonly kind: 'answers' };

/** Of one batch: what the platform said. */
export type Answer = { readonly batch: string; readonly digest: string } & (
  | { readonly receipt: string }
  /** Nothing of the batch was kept; `problem` as the standard names it, and the records that it names. */
  | { readonly problem: string; readonly rejections: readonly AnswerRejection[] }
);

interface AnswerRejection {
  readonly index: number;
  readonly code: string;
  readonly pointer: string;
  readonly reason: string;
}

/** Lines of the manifest and of a part, at most: a file that has none must not fill the memory. */
export const mostLineBytes = 192 * 1024 * 1024;

/** PACKAGE_INVALID. `where` is the name of the file. */
export function packageInvalid(where: string, problem: string, remedy?: string): LienThongError {
  return new LienThongError('PACKAGE_INVALID', { message: `${where} ${problem}`, remedy });
}
