/** How a dataset travels in the national message. What is left out is proposed from the contract. */
export interface NationalOptions {
  /** MaLoaiDuLieu, which the receiver assigns: `G15_001`. */
  readonly dataType: string;
  /** Default: the names of the stream. */
  readonly origin?: { readonly id?: string | undefined; readonly name?: string | undefined } | undefined;
  /** Property → field of the message, or `false`: it does not travel. */
  readonly fields?: Readonly<Record<string, string | false>> | undefined;
  /** Property that identifies what the record is about. */
  readonly dataId?: string | undefined;
  /** Property that holds when the record changed; else the time of the commit, else that of the batch. */
  readonly updatedAt?: string | undefined;
  /** Property that holds from when on the record is effective. */
  readonly effectiveDate?: string | undefined;
  /** Property of type `json` with a list of `{ id, name, version, checksum, url }`. */
  readonly attachments?: string | undefined;
}
