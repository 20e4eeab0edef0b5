import { type Finding, noFindings } from '../check/finding.ts';
import type { Dictionary, PropertyInspector } from '../dictionary/dictionary.ts';
import type { PropertyPlan } from '../map/plan.ts';
import { createTally, type QualityTally } from '../quality/tally.ts';

/** What is counted of one property, and how. */
export interface CountedPlan {
  readonly plan: PropertyPlan;
  readonly slot: number;
  readonly inspector: PropertyInspector | undefined;
  /** Every accepted record has a value: nothing is counted record by record. */
  readonly always: boolean;
  /** What is found in the value that the mapping puts in the place of none. */
  readonly foundInFixed: readonly Finding[];
}

/** One entry for each plan, in its order; problems are what the dictionary does not know of the contract's names. */
export function planCounting(plans: readonly PropertyPlan[], dictionary: Dictionary, problems: string[]): readonly CountedPlan[] {
  return plans.map((plan, slot) => {
    const { property, source, fallback } = plan;
    const known = dictionary.inspector(property);
    if (typeof known === 'string') problems.push(`${property.name}: ${known}`);
    const inspector = typeof known === 'string' ? undefined : known;
    const fixed = source.kind === 'constant' ? source.text : fallback;
    return {
      plan,
      slot,
      inspector,
      always: property.required || fixed !== undefined,
      foundInFixed: fixed === undefined ? noFindings : (inspector?.inspect(fixed) ?? noFindings),
    };
  });
}

export function tallyOf(dataset: string, counted: readonly CountedPlan[]): QualityTally {
  return createTally(
    dataset,
    counted.map(({ plan, inspector, always }) => ({ name: plan.property.name, inspector, always })),
  );
}
