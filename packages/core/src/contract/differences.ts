import { formatType } from '../canonical/types.ts';
import { accepts } from './accepts.ts';
import type { Classification, Contract, Property } from './contract.ts';
import { type ContractDifference, difference } from './difference.ts';
import { comparePolicies } from './personal-data/policy-differences.ts';
import { compareProtections, compareSeenRules } from './protection-differences.ts';

/** Every difference between two versions, those of the contract first, then property by property. */
export function listDifferences(older: Contract, newer: Contract): readonly ContractDifference[] {
  const before = new Map(older.properties.map((property) => [property.name, property]));
  const after = new Map(newer.properties.map((property) => [property.name, property]));
  return [
    ...compareWhole(older, newer),
    ...comparePolicies(older.personalData, newer.personalData),
    ...older.properties.flatMap((property) => {
      const now = after.get(property.name);
      if (now !== undefined) return compareProperties(property, now);
      return [
        difference('property-removed', property.name, 'is gone: consumers lose it, and records that still have it are refused', {
          consumers: true,
          publishers: true,
        }),
      ];
    }),
    ...newer.properties.filter((property) => !before.has(property.name)).map(added),
  ];
}

function added(property: Property): ContractDifference {
  if (!property.required)
    return difference('property-added', property.name, 'is new and optional: consumers ignore what they do not know', {});
  const message = 'is new and required: records stored under the older version do not have it';
  return difference('required-added', property.name, message, { consumers: true, publishers: true });
}

function compareWhole(older: Contract, newer: Contract): ContractDifference[] {
  const found: ContractDifference[] = [];
  if (older.dataset !== newer.dataset) {
    found.push(
      difference('dataset-changed', undefined, `\`${older.dataset}\` and \`${newer.dataset}\` are different datasets`, {
        consumers: true,
        publishers: true,
      }),
    );
  }
  if (older.primaryKey.join(',') !== newer.primaryKey.join(',')) {
    const message = `the primary key was (${older.primaryKey.join(', ')}), is (${newer.primaryKey.join(', ')}): stored records cannot be matched any more`;
    found.push(difference('key-changed', undefined, message, { consumers: true, publishers: true }));
  }
  if (older.freshnessSeconds !== newer.freshnessSeconds)
    found.push(difference('freshness-changed', undefined, 'the promised age of the newest change differs', {}));
  if (older.authoritativePublisher !== newer.authoritativePublisher) {
    found.push(difference('publisher-changed', undefined, 'consumers see the record of another publisher first', { review: true }));
  }
  if (older.status !== newer.status)
    found.push(difference('status-changed', undefined, `was ${older.status}, is ${newer.status}`, { level: 'patch' }));
  if (older.title !== newer.title) found.push(difference('title-changed', undefined, 'the title differs', { level: 'patch' }));
  return found;
}

const ranks: Readonly<Record<Classification, number>> = { public: 0, internal: 1, personal: 2, sensitive: 3 };

function compareProperties(older: Property, newer: Property): ContractDifference[] {
  const { name } = older;
  const found: ContractDifference[] = [];
  const [was, is] = [formatType(older.type), formatType(newer.type)];
  if (was !== is) {
    const message = `was ${was}, is ${is}: stored records and those to come do not have one type`;
    found.push(difference('type-changed', name, message, { consumers: true, publishers: !accepts(newer.type, older.type) }));
  } else {
    found.push(...compareSeenRules(older, newer));
  }
  found.push(...compareProtections(older, newer));
  if (older.required && !newer.required) found.push(difference('required-dropped', name, 'may be absent now', { consumers: true }));
  if (!older.required && newer.required) {
    found.push(
      difference('required-added', name, 'is required now: records stored under the older version may lack it', {
        consumers: true,
        publishers: true,
      }),
    );
  }
  found.push(...compareClassifications(older, newer));
  if (older.semanticType !== newer.semanticType) {
    const message = `the semantic type was ${older.semanticType ?? 'not given'}, is ${newer.semanticType ?? 'not given'}`;
    found.push(difference('semantic-type-changed', name, message, { consumers: older.semanticType !== undefined }));
  }
  if (older.codeList !== newer.codeList) {
    const message = `the code list was ${older.codeList ?? 'not given'}, is ${newer.codeList ?? 'not given'}`;
    found.push(difference('code-list-changed', name, message, { consumers: older.codeList !== undefined }));
  }
  if (older.title !== newer.title) found.push(difference('title-changed', name, 'the title differs', { level: 'patch' }));
  return found;
}

function compareClassifications(older: Property, newer: Property): ContractDifference[] {
  const { name } = older;
  const found: ContractDifference[] = [];
  const rank = ranks[newer.classification] - ranks[older.classification];
  const words = `was ${older.classification}, is ${newer.classification}`;
  if (rank < 0)
    found.push(difference('classification-lowered', name, `${words}: protection is taken away`, { consumers: true, review: true }));
  if (rank > 0) found.push(difference('classification-raised', name, `${words}: some consumers may lose access`, { review: true }));
  if (older.personalDataKind !== newer.personalDataKind) {
    const message = `the kind of personal data was ${older.personalDataKind ?? 'not given'}, is ${newer.personalDataKind ?? 'not given'}`;
    found.push(difference('personal-data-kind-changed', name, message, { review: older.personalDataKind !== undefined }));
  }
  return found;
}
