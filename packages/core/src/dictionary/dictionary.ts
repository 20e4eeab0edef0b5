import type { Finding } from '../check/finding.ts';
import type { Property } from '../contract/contract.ts';

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
}

/** What is known about values and stands in no contract: `@lienthong/dictionary` knows it of Vietnam. */
export interface Dictionary {
  /** `undefined`: nothing is known of such values. A text: why what the contract names cannot be looked up, and what there is. */
  inspector(property: Property): PropertyInspector | string | undefined;
}
