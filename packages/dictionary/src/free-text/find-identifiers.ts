import type { IdentifierInText } from '@lienthong/core';
import { eMail } from '../identifiers/e-mail.ts';
import { healthCard } from '../identifiers/health-card.ts';
import { oldIdCard } from '../identifiers/old-id-card.ts';
import { passport } from '../identifiers/passport.ts';
import { personalId } from '../identifiers/personal-id.ts';
import { phone } from '../identifiers/phone.ts';
import type { SemanticType } from '../identifiers/semantic-type.ts';
import { socialInsuranceCode } from '../identifiers/social-insurance-code.ts';
import { vehiclePlate } from '../identifiers/vehicle-plate.ts';
import { type Candidate, numbersIn, wordsIn } from './candidates.ts';

// In this order: the first that accepts a number names it. A tax code of ten digits looks like an insurance code, too.
const ofNumbers: readonly SemanticType[] = [personalId, phone, oldIdCard, socialInsuranceCode];
const ofWords: readonly SemanticType[] = [eMail, healthCard, passport, vehiclePlate];

/**
 * Where a text that people wrote may hold a number of a person: everything that the rules of a type accept, whether anybody has it or
 * not, and a personal number that lost its zeros. What names no person (agencies, parcels, amounts with points, IP addresses) is left.
 */
export function findIdentifiers(text: string): readonly IdentifierInText[] {
  const found: IdentifierInText[] = [];
  const look = (candidate: Candidate, types: readonly SemanticType[]): void => {
    if (found.some(({ start, end }) => candidate.start < end && start < candidate.end)) return;
    const type = types.find((known) => isOne(known, candidate));
    if (type !== undefined) found.push({ type: type.name, start: candidate.start, end: candidate.end });
  };
  for (const word of wordsIn(text)) look(word, ofWords);
  for (const number of numbersIn(text)) look(number, ofNumbers);
  return found.sort((left, right) => left.start - right.start);
}

function isOne(type: SemanticType, { text, whole }: Candidate): boolean {
  const { normalised, proposed } = type.check(text);
  return normalised !== undefined || (type === personalId && whole && proposed !== undefined);
}
