import type { CanonicalType } from '../canonical/types.ts';
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

/** Applied in this order: trim, emptyAsNull, lookup, dates, cast (implied by the property's type), default. */
export interface Steps {
  /** Removes white space around and collapses it within. */
  readonly trim?: boolean;
  /** Treats the empty text as NULL. */
  readonly emptyAsNull?: boolean;
  /** Code look-up from source text to canonical value. Unknown codes are rejections unless `otherwise` is given. */
  readonly lookup?: Readonly<Record<string, string | number | boolean>>;
  /** What unknown codes become. */
  readonly otherwise?: string | number | boolean;
  /** Date patterns tried in order, such as `dd/MM/yyyy`, `yyyyMMdd`, `MM/yyyy`, `yyyy`, `dd/MM/yyyy HH:mm:ss`. */
  readonly dates?: readonly string[];
  /** The zone of a timestamp without zone, IANA name or offset; `Asia/Ho_Chi_Minh` when left out. */
  readonly zone?: string;
  /** Says that a conversion between unlike types is meant: `text` to `decimal(15,2)`, a number to `string`. */
  readonly cast?: boolean;
  /** Canonical value in place of NULL. */
  readonly default?: string | number | boolean;
}

/** A mapping that takes each property from the column of the same name. */
export function identityMapping(properties: readonly { readonly name: string; readonly type: CanonicalType }[]): Mapping {
  return { properties: Object.fromEntries(properties.map((property) => [property.name, property.name])) };
}
