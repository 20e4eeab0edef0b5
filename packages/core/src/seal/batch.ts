/** One dataset from one source of one agency. */
export interface StreamName {
  /** Agency code, such as `H26.12`. */
  readonly agency: string;
  readonly source: string;
  readonly dataset: string;
}

/** What travels beside the body: docs/standard/batch.md. */
export interface BatchHeader {
  readonly stream: StreamName;
  /** Version of the contract that the records obey. */
  readonly contractVersion: string;
  /** 1, 2, 3 …: a new snapshot from scratch, or positions that are no longer comparable, start the next epoch. */
  readonly epoch: number;
  /** 1, 2, 3 … without gaps within an epoch. */
  readonly sequence: number;
  readonly count: number;
  /** Resume positions before and after the batch: opaque to the receiver. Base64url of JSON. */
  readonly low: string | undefined;
  readonly high: string | undefined;
  /** When sealed; canonical timestamptz. */
  readonly time: string;
  /** W3C trace context. */
  readonly traceparent: string | undefined;
}

export type ContentEncoding = 'br' | 'gzip' | 'identity';

/** A batch as it lies in the spool and goes over the wire; only the signature is made at delivery, because it bears its own time. */
export interface SealedBatch {
  readonly header: BatchHeader;
  readonly encoding: ContentEncoding;
  /** `Content-Digest` of the body as sent: `sha-256=:…:`. */
  readonly digest: string;
  /** The body as sent: NDJSON, encoded. */
  readonly body: Uint8Array;
}

/** `<agency>/<source>/<dataset>/<epoch>/<sequence>`: a repeat is recognised by it. */
export function batchId(header: Pick<BatchHeader, 'stream' | 'epoch' | 'sequence'>): string {
  const { agency, source, dataset } = header.stream;
  return `${agency}/${source}/${dataset}/${header.epoch}/${header.sequence}`;
}
