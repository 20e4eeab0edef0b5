import type { CanonicalType } from '../canonical/types.ts';
import type { SerialSystem } from '../dates/serial.ts';
import type { JsonValue } from '../json.ts';

/** How a record comes from a row: one entry for each property that gets a value. */
export interface Mapping {
  readonly properties: Readonly<Record<string, PropertyMapping>>;
}

/** A bare string is a column name. */
export type PropertyMapping = string | ColumnMapping | ConstantMapping | ConcatMapping | ComputeMapping;

export interface ColumnMapping extends Steps {
  readonly column: string;
}

export interface ConstantMapping {
  /** Canonical value of the property. */
  readonly constant: string | number | boolean;
}

/** Columns joined; NULL and empty parts are left out with their separator. NULL when nothing is left. */
export interface ConcatMapping extends Steps {
  readonly concat: readonly string[];
  readonly separator?: string;
}

/** The typed escape, in TypeScript configurations only: pure, gets the columns' text forms, gives a canonical value or null. */
export interface ComputeMapping {
  readonly columns: readonly string[];
  readonly compute: (...values: readonly (string | null)[]) => JsonValue;
}

/**
 * Applied in this order: encoding, trim, emptyAsNull; then one of lookup, codes, dates, identifier or cast (implied by the
 * property's type); then default. What `encoding`, `codes`, `dates` and `identifier` repair is counted where there is a dictionary;
 * the first, second and fourth need one.
 */
export interface Steps {
  /** Legacy text to Unicode, value by value. `auto`: the connector finds it out when it opens the dataset, and keeps to it. */
  readonly encoding?: TextEncodingName | 'auto';
  /** What the driver took the bytes for, where it made strings of them that are not what was meant. */
  readonly readAs?: 'latin1' | 'cp1252' | 'cp1258';
  /** Removes white space around and collapses it within. */
  readonly trim?: boolean;
  /** Treats the empty text as NULL. */
  readonly emptyAsNull?: boolean;
  /** Code look-up from source text to canonical value. Unknown codes are rejections unless `otherwise` is given. */
  readonly lookup?: Readonly<Record<string, string | number | boolean>>;
  /** What unknown codes become, of `lookup` and of `codes`. */
  readonly otherwise?: string | number | boolean;
  /**
   * Names, spellings and codes of other systems to the code of the property's `codeList`. `scheme`: what digits and letters of a
   * sex mean in this source. Unknown and ambiguous values are rejections unless `otherwise` is given.
   */
  readonly codes?: boolean | { readonly scheme: string };
  /** How dates are written: patterns alone, such as `dd/MM/yyyy`, or all there is to say of it. */
  readonly dates?: readonly string[] | DatesStep;
  /** Identifiers of the property's semantic type: `normalise` drops formatting, `repair` also takes what was probably meant. */
  readonly identifier?: 'normalise' | 'repair';
  /** The zone of a timestamp without zone, IANA name or offset; `Asia/Ho_Chi_Minh` when left out. */
  readonly zone?: string;
  /** Says that a conversion between unlike types is meant: `text` to `decimal(15,2)`, a number to `string`. */
  readonly cast?: boolean;
  /** Canonical value in place of NULL. */
  readonly default?: string | number | boolean;
}

/**
 * How the dates of a column are written. What is not said here is never guessed: a year of two digits, a number of a spreadsheet, a
 * day of zeros and a day that fills a gap look like what they are not.
 */
export interface DatesStep {
  /**
   * Tried in order, such as `dd/MM/yyyy`, `yyyyMMdd`, `MM/yyyy`, `yyyy`, `dd/MM/yyyy HH:mm`, `dd-MMM-yy`: the first that reads a date
   * is believed, and where another reads another date the doubt is counted.
   */
  readonly patterns?: readonly string[];
  /** The first of the hundred years that `yy` means, must be stated with it: with 1930, `30` is 1930 and `29` is 2029. */
  readonly pivot?: number;
  /** Where no pattern fits, also the number that a spreadsheet keeps for a day: `1900` from Windows, `1904` from old Macintosh files. */
  readonly serials?: SerialSystem;
  /** `00` for a day, or for day and month, says that it is not known: `00/00/1965` is the year 1965, for a `partial-date` alone. */
  readonly zeroParts?: 'unknown';
  /**
   * Days that mean no value, such as `1900-01-01`, however the column writes them and with any time; `0000-00-00` for zeros alone. They
   * become NULL. Columns of dates need no patterns for it.
   */
  readonly placeholders?: readonly string[];
}

/** How bytes stand for Vietnamese letters. The last three are answers of a detection: nothing is converted, but looked at. */
export type TextEncodingName =
  | 'utf-8'
  | 'decomposed'
  | 'tcvn3'
  | 'tcvn5712-1'
  | 'vni'
  | 'viscii'
  | 'vps'
  | 'cp1258'
  | 'viqr'
  | 'ascii'
  | 'mixed'
  | 'unknown';

/** A mapping that takes each property from the column of the same name. */
export function identityMapping(properties: readonly { readonly name: string; readonly type: CanonicalType }[]): Mapping {
  return { properties: Object.fromEntries(properties.map((property) => [property.name, property.name])) };
}
