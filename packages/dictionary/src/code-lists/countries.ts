import type { Day } from '../tables/day.ts';
import { type CodeList, codeEntry } from './code-list.ts';
import { countriesAToK } from './countries-a-to-k.ts';
import { countriesLToZ } from './countries-l-to-z.ts';
import { formerCountries } from './former-countries.ts';

export type CountryRow = readonly [alpha2: string, alpha3: string, numeric: string, name: string, ...aliases: string[]];

// First days of codes that came after 1988, by the newsletters of ISO 3166; the other codes have none.
const firstDays: Readonly<Record<string, Day>> = {
  AX: '2004-02-13',
  BL: '2007-09-21',
  BQ: '2010-12-15',
  CD: '1997-07-14',
  CW: '2010-12-15',
  CZ: '1993-06-15',
  GG: '2006-03-29',
  IM: '2006-03-29',
  JE: '2006-03-29',
  ME: '2006-09-26',
  MF: '2007-09-21',
  MM: '1989-12-05',
  RS: '2006-09-26',
  SK: '1993-06-15',
  SS: '2011-08-09',
  SX: '2010-12-15',
  TL: '2002-05-20',
};

/** Countries by alpha-2, with alpha-3 and numeric as other codes, and the former ones until their last day. */
export const countries: CodeList = {
  list: 'country',
  versions: [
    {
      list: 'country',
      version: 'ISO 3166-1',
      // The oldest day of the standard: entries have days of their own.
      from: '1974-01-01',
      to: undefined,
      source: 'ISO 3166-1 and 3166-3; Vietnamese names as papers and newspapers write them, which is no official list',
      entries: [...[...countriesAToK, ...countriesLToZ].map(entryOf), ...formerCountries],
    },
  ],
};

function entryOf([alpha2, alpha3, numeric, name, ...aliases]: CountryRow) {
  return codeEntry(alpha2, name, 'published', { aliases, otherCodes: { 'alpha-3': alpha3, numeric }, from: firstDays[alpha2] });
}
