import type { CanonicalType } from '../canonical/types.ts';
import type { Protection } from './protection.ts';

/** How sensitive a property is: Law 91/2025 and Decree 356/2025 for the last two. */
export type Classification = 'public' | 'internal' | 'personal' | 'sensitive';

/** The agreement on one dataset, read from ODCS v3.1 YAML by `parseContract`. */
export interface Contract {
  /** Dataset id: lower-case letters, digits, `-`, groups separated by `.`: `ho-tich.cong-dan`. */
  readonly dataset: string;
  /** Semantic version. A breaking change needs a new major. */
  readonly version: string;
  readonly title: string | undefined;
  readonly status: 'proposed' | 'draft' | 'active' | 'deprecated' | 'retired';
  readonly properties: readonly Property[];
  /** Names of the properties that identify a record, in order. Never empty. */
  readonly primaryKey: readonly string[];
  readonly personalData: PersonalDataPolicy | undefined;
  /** The newest change may be at most this old, in seconds. */
  readonly freshnessSeconds: number | undefined;
  /** The agency whose record consumers see first where several publish the same key. */
  readonly authoritativePublisher: string | undefined;
}

export interface PersonalDataPolicy {
  readonly purpose: string;
  readonly legalBasis: string;
  /** ISO 8601 duration or a sentence. */
  readonly retention: string;
  /** Agency codes, or `*` for all who may read the platform. */
  readonly recipients: readonly string[];
}

export interface Property {
  readonly name: string;
  readonly title: string | undefined;
  readonly type: CanonicalType;
  readonly required: boolean;
  readonly classification: Classification;
  /** Id in the shared data dictionary, such as `personal-id`. */
  readonly semanticType: string | undefined;
  /** Code list that its values are codes of, with its version where that is fixed: `ethnic-group`, `province@VN-DVHC:2025-07-01`. */
  readonly codeList: string | undefined;
  /** Of the clear value. */
  readonly rules: PropertyRules;
  /** What travels in the place of the value; `undefined`: the value itself. `publishedContract` tells its form. */
  readonly protection: Protection | undefined;
}

/** What a value must satisfy beyond its type. Lengths count Unicode code points; bounds are canonical values as text. */
export interface PropertyRules {
  readonly minLength?: number;
  readonly maxLength?: number;
  /** ECMA-262 regular expression with the `u` flag, not anchored. Only the safe subset is accepted (no back-reference, no nested unbounded repetition). */
  readonly pattern?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly exclusiveMinimum?: string;
  readonly exclusiveMaximum?: string;
  /** Permitted canonical values, as text. */
  readonly enum?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
}
