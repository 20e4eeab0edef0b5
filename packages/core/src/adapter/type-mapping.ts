import type { CanonicalType } from '../canonical/types.ts';
import type { JsonValue } from '../json.ts';

/**
 * How a driver hands a value over. The compiler knows each form and writes straight-line code for it; `null` is always
 * SQL NULL. A value that its form cannot explain is a rejection of the record, never a guess.
 */
export type RawForm =
  /** JavaScript string, any text. */
  | 'text'
  /** String of a whole number. */
  | 'integer-text'
  /** String of an exact decimal, perhaps with exponent; `NaN` and `Infinity` cannot be represented. */
  | 'decimal-text'
  /** String of a double; `NaN` and `Infinity` cannot be represented. */
  | 'number-text'
  /** `t` or `f`, `true` or `false`, `1` or `0`. */
  | 'boolean-text'
  /** `YYYY-MM-DD`; `infinity`, ` BC` and years above 9999 cannot be represented. */
  | 'date-text'
  /** `HH:MM:SS[.f]` */
  | 'time-text'
  /** `YYYY-MM-DD HH:MM:SS[.f]`, blank or `T` between. */
  | 'timestamp-text'
  /** The same with an offset: `Z`, `+07`, `+05:30`, `-03:30:15`. */
  | 'timestamptz-text'
  /** `\x` and hex digits. */
  | 'bytes-hex'
  /** Uint8Array. */
  | 'bytes'
  | 'uuid-text'
  | 'json-text'
  /** JavaScript boolean, number or bigint. */
  | 'boolean'
  | 'number'
  | 'bigint'
  /** What `read` gives: a canonical value as JSON (decimal and bigint as strings, dates as text, arrays as arrays). */
  | 'canonical';

/** One row of an adapter's type table: data, no rule, no column. */
export interface TypeMapping {
  /** The database's own name of the type. */
  readonly native: string;
  readonly canonical: CanonicalType;
  readonly raw: RawForm;
  /**
   * For forms the compiler does not know (arrays, documents): from the driver's value to a canonical value.
   * Throws `Unrepresentable` when there is none.
   */
  readonly read?: (raw: unknown) => JsonValue;
  /** What a reader of the generated type table should know. */
  readonly note?: string;
}
