import type { Property } from '../contract/contract.ts';
import type { Finding } from './finding.ts';

/** Looks at the canonical values of one property beyond type and rules. It refuses nothing: what it notices is counted. */
export interface PropertyInspector {
  inspect(text: string): readonly Finding[];
  /** A form of the value that may be shown; `undefined` where even that would tell too much. */
  mask(text: string): string | undefined;
}

/** What is known about values and stands in no contract: `@lienthong/dictionary` knows it of Vietnam. */
export interface Dictionary {
  /** `undefined`: nothing is known of such values. A text: why what the contract names cannot be looked up, and what there is. */
  inspector(property: Property): PropertyInspector | string | undefined;
}
