import type { Finding } from '../check/finding.ts';
import type { Property } from '../contract/contract.ts';
import type { Notes } from './noted.ts';

/** Looks at the canonical values of one property beyond type and rules. It refuses nothing: what it notices is counted. */
export interface PropertyInspector {
  inspect(text: string): readonly Finding[];
  /** A form of the value that may be shown; `undefined` where even that would tell too much. */
  mask(text: string): string | undefined;
  /** Right values, recognised by their bytes: of most values no string need be made. */
  readonly plain?: PlainValues;
}

export interface PlainValues {
  /**
   * Whether the UTF-8 bytes are a value for which `inspect` gives exactly `findings`. False says nothing: the value is then
   * inspected as a text. So it may be cautious and must never be wrong.
   */
  holds(bytes: DataView, start: number, end: number): boolean;
  /** What is found in every such value: nothing, or that only a register can tell. */
  readonly findings: readonly Finding[];
  /** A test that is no less cautious than `holds` and is known here: no function is called for each value. */
  readonly known?: KnownTest;
}

/**
 * `right-text`: ASCII without control characters and question marks; or Latin letters up to U+02FF without eth, with one at least that
 * only Vietnamese has (ĩ, ũ, U+1EA0 to U+1EF9), and without question marks. `day-except`: values that begin with a day, of which the
 * last figure of the month and the day (`1-01` of 1900-01-01) is that of none of `days`.
 */
export type KnownTest = { readonly kind: 'right-text' } | { readonly kind: 'day-except'; readonly days: readonly string[] };

/** How the bytes of a column are to be understood. */
export interface LegacyText {
  /** `tcvn3`, `vni`, …: names of the dictionary; `ascii`, `mixed` and `unknown` convert nothing and only look. */
  readonly encoding: string;
  /** What the driver took the bytes for, where its strings are not what was meant: `latin1`, `cp1252`, `cp1258`. */
  readonly readAs?: string | undefined;
}

/** Repairs values over their bytes: of most values of a legacy column no string need be made. */
export interface BytesRepair {
  /**
   * Writes what `repair` makes of the string whose UTF-8 the bytes are, as UTF-8 in NFC that JSON writes as it stands, and gives the
   * place behind it. -1, where it is not sure, nothing was to be repaired, or a sign would be escaped: the value is then repaired
   * as a text. `out` has room for six times the value.
   */
  write(bytes: DataView, start: number, end: number, out: DataView, at: number): number;
  /** What `repair` would have noted of the value that was written last. */
  readonly noted: readonly Finding[];
}

/** Repairs what a mapping says is to be repaired; what it changed or doubts goes to `notes`. */
export interface TextRepair {
  /** The value in NFC; what nothing explains stays as it came. Bytes, where the driver had some that are no UTF-8. */
  repair(value: string | Uint8Array, notes: Notes): string;
  /** Text of seven bits without control characters and question marks stays as it is, and nothing is noted. */
  readonly keepsAscii: boolean;
  readonly overBytes?: BytesRepair;
}

/** A value read by what the dictionary knows; `undefined`: it knows no answer, and `notes` say why. */
export interface ValueRepair {
  (text: string, notes: Notes): string | undefined;
  readonly overBytes?: BytesRepair;
}

/** What is known about values and stands in no contract: `@lienthong/dictionary` knows it of Vietnam. */
export interface Dictionary {
  /** `undefined`: nothing is known of such values. A text: why what the contract names cannot be looked up, and what there is. */
  inspector(property: Property): PropertyInspector | string | undefined;
  /** Legacy text to Unicode. A text: what of the names is unknown, and what there is. */
  textRepair(source: LegacyText): TextRepair | string;
  /** The encoding of a column, by samples of it: strings, or bytes where there are some that are no UTF-8. */
  detectText(samples: readonly (string | Uint8Array)[]): LegacyText;
  /**
   * Names, spellings and codes of other systems to codes of the property's list. `scheme`: what the digits of a source mean,
   * where sources contradict each other. A text: why there is none.
   */
  codeRepair(property: Property, scheme: string | undefined): ValueRepair | string;
  /** Identifiers to their normal form; `proposals`: also what was probably meant. What neither explains stays as it came. */
  identifierRepair(property: Property, proposals: boolean): ValueRepair | string;
}
