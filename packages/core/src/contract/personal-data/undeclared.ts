import type { Contract } from '../contract.ts';
import { type PolicyItemName, policyItems } from './policy-items.ts';

/**
 * Names of what a contract lacks before its personal data may travel: items of the declaration, and sensitive properties without a
 * kind. Empty for every contract that `parseContract` gives; a contract made elsewhere is asked before it is used.
 */
export function undeclaredPersonalData({ properties, personalData }: Contract): readonly string[] {
  const personal = properties.filter(({ classification }) => classification === 'personal' || classification === 'sensitive');
  if (personal.length === 0) return [];
  const names = Object.keys(policyItems) as PolicyItemName[]; // the keys of the table
  return [
    ...names.filter((name) => personalData?.[name] === undefined),
    ...personal
      .filter(({ classification, personalDataKind }) => classification === 'sensitive' && personalDataKind === undefined)
      .map(({ name }) => `personalDataKind of ${name}`),
  ];
}
