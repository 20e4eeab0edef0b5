import type { PersonalDataPolicy } from '../contract.ts';
import { type ContractDifference, difference } from '../difference.ts';

type Field = Exclude<keyof PersonalDataPolicy, 'recipients'>;

const fields: { readonly [Name in Field]: true } = {
  purpose: true,
  dataSubjects: true,
  processingPeriod: true,
  deletion: true,
  legalBasis: true,
  legalCitation: true,
  protectionDuty: true,
  subjectRights: true,
  breachCooperation: true,
  retention: true,
  sharingMethod: true,
  impactAssessment: true,
  crossBorder: true,
};

/** Differences between two declarations of personal data: a person looks at each. */
export function comparePolicies(older: PersonalDataPolicy | undefined, newer: PersonalDataPolicy | undefined): ContractDifference[] {
  const found: ContractDifference[] = [];
  const names = Object.keys(fields) as Field[]; // the keys of the table
  const changed = names.filter((name) => JSON.stringify(older?.[name]) !== JSON.stringify(newer?.[name]));
  if (changed.length > 0)
    found.push(difference('policy-changed', undefined, `${changed.join(', ')} of personal data differ`, { review: true }));
  if (older === undefined || newer === undefined) return found;
  const everybody = newer.recipients.includes('*');
  const removed = everybody ? [] : older.recipients.filter((name) => !newer.recipients.includes(name));
  const extended = newer.recipients.some((name) => !older.recipients.includes(name)) && !older.recipients.includes('*');
  if (removed.length > 0) {
    found.push(difference('recipient-removed', undefined, `${removed.join(', ')} may no longer read`, { consumers: true, review: true }));
  }
  if (extended) found.push(difference('policy-changed', undefined, 'further recipients may read personal data', { review: true }));
  return found;
}
