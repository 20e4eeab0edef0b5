import type { CanonicalType } from '../canonical/types.ts';
import type { PersonalDataKind } from './personal-data/kinds.ts';
import type { LegalBasis } from './personal-data/legal-bases.ts';
import type { SharingMethod } from './personal-data/policy-items.ts';
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

/** What is declared of personal data: the items of `policyItems`, and what may be added. */
export interface PersonalDataPolicy {
  readonly purpose: string;
  /** Whose data it is, such as citizens of a civil-status register. Which data, the properties say. */
  readonly dataSubjects: readonly string[];
  /** ISO 8601 duration or a sentence. */
  readonly processingPeriod: string;
  /** What is deleted or destroyed when the purpose is met. */
  readonly deletion: string;
  readonly legalBasis: LegalBasis;
  /** Articles of the sector's law behind the legal basis. */
  readonly legalCitation?: string | undefined;
  readonly protectionDuty: string;
  readonly subjectRights: string;
  readonly breachCooperation: string;
  /** How long the recipient may keep the data: ISO 8601 duration or a sentence. */
  readonly retention: string;
  /** Agency codes, or `*` for all who may read the platform. */
  readonly recipients: readonly string[];
  readonly sharingMethod?: SharingMethod | undefined;
  /** File number of the impact assessment, or `exempt: state-agency`. */
  readonly impactAssessment?: string | undefined;
  /** Whether the data leaves Vietnam. */
  readonly crossBorder?: boolean | undefined;
}

export interface Property {
  readonly name: string;
  readonly title: string | undefined;
  readonly type: CanonicalType;
  readonly required: boolean;
  readonly classification: Classification;
  /** Which kind of personal data it is; a sensitive property of a contract always has it. */
  readonly personalDataKind?: PersonalDataKind | undefined;
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
