/** Stable names of what can differ between two versions of a contract: append-only. */
export type DifferenceCode =
  | 'dataset-changed'
  | 'property-removed'
  | 'property-added'
  | 'required-added'
  | 'required-dropped'
  | 'type-changed'
  | 'rule-loosened'
  | 'rule-tightened'
  | 'rule-changed'
  | 'key-changed'
  | 'classification-lowered'
  | 'classification-raised'
  | 'personal-data-kind-changed'
  | 'semantic-type-changed'
  | 'code-list-changed'
  | 'protection-changed'
  | 'policy-changed'
  | 'recipient-removed'
  | 'freshness-changed'
  | 'publisher-changed'
  | 'status-changed'
  | 'title-changed';

export interface ContractDifference {
  readonly code: DifferenceCode;
  /** Name of the property; `undefined` for the contract as a whole. */
  readonly property: string | undefined;
  /** What differs and why it matters. */
  readonly message: string;
  /** The consumer's view, which decides: who knows one of the versions cannot rely on records of the other. */
  readonly breaksConsumers: boolean;
  /** The publisher's view: records that the older version accepts may be refused by the newer one. */
  readonly breaksPublishers: boolean;
  /** The part of the version that must grow at least. */
  readonly level: 'major' | 'minor' | 'patch';
  /** A person must decide, whatever the version says. */
  readonly review: boolean;
}

/** What the rooms of the comparison hand over; a difference that breaks consumers is major. */
export function difference(
  code: DifferenceCode,
  property: string | undefined,
  message: string,
  effect: { readonly consumers?: boolean; readonly publishers?: boolean; readonly review?: boolean; readonly level?: 'minor' | 'patch' },
): ContractDifference {
  const breaksConsumers = effect.consumers ?? false;
  return {
    code,
    property,
    message,
    breaksConsumers,
    breaksPublishers: effect.publishers ?? false,
    level: breaksConsumers ? 'major' : (effect.level ?? 'minor'),
    review: effect.review ?? false,
  };
}
