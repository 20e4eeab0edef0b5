import type { Table } from './table.ts';

/** The first two digits were the police's number of the province that issued the card, not a statistical code. */
export const oldIdCardSeries = {
  certainty: 'own-knowledge',
  source: 'Public lists of the series of old identity cards, 01 to 38',
  effectiveFrom: '1976-01-01',
  entries: { first: 1, last: 38 },
} as const satisfies Table<{ readonly first: number; readonly last: number }>;
