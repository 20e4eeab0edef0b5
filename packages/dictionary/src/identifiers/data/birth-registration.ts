import type { Table } from './table.ts';

/** The codes of countries, in the order of their Vietnamese names; the list itself was seen only in a copy. */
export const birthCountries = {
  certainty: 'uncertain',
  source: 'Circular 07/2016/TT-BCA, annex 2, by a public copy',
  effectiveFrom: '2016-01-01',
  entries: { first: 101, last: 295 },
} as const satisfies Table<{ readonly first: number; readonly last: number }>;
