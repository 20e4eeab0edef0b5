/** Why a record is refused: append-only. */
export type RejectionCode =
  | 'line-malformed'
  | 'property-unknown'
  | 'required-missing'
  | 'type-mismatch'
  | 'out-of-range'
  | 'not-representable'
  | 'text-invalid'
  | 'too-short'
  | 'too-long'
  | 'pattern-mismatch'
  | 'not-in-list'
  | 'code-unknown'
  | 'date-unreadable'
  | 'transform-failed'
  | 'state-secret';

/** A record that breaks its contract. It bears no value of the record. */
export interface Rejection {
  readonly code: RejectionCode;
  /** JSON pointer into the record, such as `/ngaySinh`; empty for the whole. */
  readonly pointer: string;
  /** A sentence with names and rules, without values. */
  readonly reason: string;
}
