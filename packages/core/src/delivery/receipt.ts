/** A record that the platform refused, without its values. */
export interface ReceiptRejection {
  /** Line within the batch, from 0. */
  readonly index: number;
  readonly code: string;
  /** JSON pointer into the record; empty for the whole. */
  readonly pointer: string;
  readonly reason: string;
}

/** The payload of the JWS by which the platform acknowledges a batch: docs/standard/receipt.md. */
export interface Receipt {
  /** The batch id. */
  readonly batch: string;
  /** `Content-Digest` of the batch as received. */
  readonly digest: string;
  /** Records that are now the newest of their key. */
  readonly accepted: number;
  /** Records that a newer one had outranked already. */
  readonly superseded: number;
  readonly rejected: number;
  /** All of them, in order. */
  readonly rejections: readonly ReceiptRejection[];
  /** When the batch became durable; canonical timestamptz. */
  readonly time: string;
  /** 1, 2, 3 … within the stream. */
  readonly number: number;
  /** `sha-256` of the stream's previous receipt (compact JWS), base64url; `undefined` for the first. */
  readonly previous: string | undefined;
}
