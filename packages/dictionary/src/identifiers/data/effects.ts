import type { Table } from './table.ts';

type Effect = Table<string>;

/** Since when a rule holds: the entry says what the rule is. */
export const oldIdCardInvalid = {
  certainty: 'published',
  source: 'Law on Identity 26/2023/QH15, transitional provisions',
  effectiveFrom: '2025-01-01',
  entries: 'The old identity card is no paper any more; its number stays a key of old records.',
} as const satisfies Effect;

export const personalIdAsTaxCode = {
  certainty: 'published',
  source: 'Circular 86/2024/TT-BTC; from 2026-07-01 Circular 90/2026/TT-BTC',
  effectiveFrom: '2025-07-01',
  entries: 'The personal identification number serves as tax code of persons, households and household businesses.',
} as const satisfies Effect;

export const taxCheckDigit = {
  certainty: 'own-knowledge',
  source: 'Practice of the register; lists imported from before hold codes of another make',
  effectiveFrom: '2000-01-01',
  entries: 'The tenth digit of a tax code is its check digit.',
} as const satisfies Effect;

export const personalIdAsInsuranceCode = {
  certainty: 'uncertain',
  source: 'Law on Social Insurance 41/2024/QH15; the rule of transition was not verified',
  effectiveFrom: '2025-07-01',
  entries: 'The personal identification number replaces the social insurance code.',
} as const satisfies Effect;

export const eightDigitPassport = {
  certainty: 'own-knowledge',
  source: 'Passports of the new design; the day was not verified',
  effectiveFrom: '2022-07-01',
  entries: 'Ordinary passports bear a letter and eight digits; before, a letter and seven.',
} as const satisfies Effect;

export const newAgencyCode = {
  certainty: 'published',
  source: 'Decision 20/2020/QD-TTg, amended by Decision 09/2025/QD-TTg',
  effectiveFrom: '2020-09-15',
  entries: 'Agency codes run from the highest level to the lowest; the form of QCVN 102:2016 ran the other way.',
} as const satisfies Effect;

export const realEstateId = {
  certainty: 'own-knowledge',
  source: 'Decree 357/2025/ND-CP; the layout of its annex I was not read',
  effectiveFrom: '2026-03-01',
  entries: 'Real-estate products get an electronic identifier of at most forty characters.',
} as const satisfies Effect;
