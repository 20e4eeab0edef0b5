import type { CanonicalType } from '../canonical/types.ts';
import type { Contract } from '../contract/contract.ts';
import { publishedContract } from '../contract/published.ts';
import type { PropertyPlan } from '../map/plan.ts';
import type { Protect } from '../protect/protect.ts';

/** A plan with what becomes of its text once it was checked. */
export interface WrittenPlan extends PropertyPlan {
  /** The type that is written: another one than the property's where it is protected. */
  readonly written: CanonicalType;
  /** `undefined`: the text is written as it is. */
  readonly protect: Protect | undefined;
}

/** What is dropped has no plan left: its columns are not even read. */
export function writtenPlans(
  contract: Contract,
  plans: readonly PropertyPlan[],
  protections: ReadonlyMap<string, Protect>,
): readonly WrittenPlan[] {
  const published = new Map(publishedContract(contract).properties.map(({ name, type }) => [name, type]));
  return plans.flatMap((plan) => {
    const { name } = plan.property;
    const written = published.get(name);
    return written === undefined ? [] : [{ ...plan, written, protect: protections.get(name) }];
  });
}
