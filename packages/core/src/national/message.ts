import type { JsonValue } from '../json.ts';

export type NationalEvent = 'new' | 'update' | 'cancel';

/** Who sends, as the receiver knows him. */
export interface NationalOrigin {
  readonly id: string;
  readonly name: string;
  /** Agency code, `_` and a number, assigned by the receiver: `G15_001`. */
  readonly dataType: string;
}

/** A file that belongs to a record. */
export interface NationalAttachment {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly checksum: string | undefined;
  readonly url: string | undefined;
}

/** One record as the national message tells it, before it is JSON or XML. */
export interface NationalMessage {
  readonly origin: NationalOrigin;
  readonly event: NationalEvent;
  /** A whole number above zero. */
  readonly version: number;
  /** `YYYY-MM-DDTHH:mm:ss` in the profile's zone. */
  readonly updatedAt: string;
  readonly effectiveDate: string | undefined;
  readonly recordId: string;
  readonly dataId: string | undefined;
  /** Business fields by their names on the wire, in order. What has no value is not there. */
  readonly fields: ReadonlyMap<string, JsonValue>;
  readonly attachments: readonly NationalAttachment[];
}

/** What is wrong with a message that came in: no value of it. */
export interface NationalFault {
  /** Place of the record in its batch, from 0; `undefined`: the batch as a whole. */
  readonly index: number | undefined;
  /** Names on the way to it: `TrangThaiDuLieu/PhienBan`. */
  readonly path: string;
  readonly problem: string;
}
