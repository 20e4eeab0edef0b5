import { type Finding, finding } from '../finding.ts';
import { healthCard } from './health-card.ts';
import { oldIdCard } from './old-id-card.ts';
import { personalId } from './personal-id.ts';
import { socialInsuranceCode } from './social-insurance-code.ts';

/** What other fields of the same record say. */
export interface KnownPerson {
  readonly sex?: 'male' | 'female' | undefined;
  readonly birthYear?: number | undefined;
}

const sexDiffers = finding(
  'warning',
  'personal-id-sex-differs',
  'The number says the other sex than the record. The number can be older than a correction: ask the population database, change neither.',
);
const birthYearDiffers = finding(
  'warning',
  'personal-id-birth-year-differs',
  'The number says another year of birth than the record. The number can be older than a correction: ask the population database, change neither.',
);
const numbersDiffer = finding(
  'warning',
  'old-id-card-differs',
  'A card of twelve digits bears the personal identification number, but the two differ.',
);
const insuranceDiffers = finding(
  'warning',
  'health-card-differs',
  'The health card ends in another social insurance code than the record has.',
);

/**
 * A personal identification number against sex and year of birth. Warnings, never errors: a corrected sex or birth does not
 * change a number at once. Empty when they agree, when nothing is known, or when the number is none.
 */
export function comparePersonalId(number: string, known: KnownPerson): readonly Finding[] {
  const said = personalId.parse(number);
  if (said === undefined) return [];
  return [
    ...(known.sex !== undefined && known.sex !== said.sex ? [sexDiffers] : []),
    ...(known.birthYear !== undefined && known.birthYear !== said.birthYear ? [birthYearDiffers] : []),
  ];
}

/** An old card of twelve digits against the personal identification number; nine digits tell nothing. */
export function compareOldIdCard(card: string, number: string): readonly Finding[] {
  const old = oldIdCard.check(card).normalised;
  const now = personalId.check(number).normalised;
  return old?.length === 12 && now !== undefined && old !== now ? [numbersDiffer] : [];
}

/** The code inside a health card against the social insurance code. */
export function compareHealthCard(card: string, code: string): readonly Finding[] {
  const inside = healthCard.parse(card)?.insuranceCode;
  const outside = socialInsuranceCode.check(code).normalised;
  return inside !== undefined && inside.length === outside?.length && inside !== outside ? [insuranceDiffers] : [];
}
