import type { Day } from '../tables/day.ts';
import { type CodeEntry, codeEntry } from './code-list.ts';

interface Former {
  readonly codes: readonly [alpha2: string, alpha3: string, numeric: string];
  readonly from?: Day;
  /** The day before ISO 3166-3 says that the code was withdrawn. */
  readonly to: Day;
  readonly names: readonly [name: string, ...aliases: string[]];
  readonly replacedBy: readonly string[];
}

// The republics as ISO 3166 has them: a citizen of the Union can be a citizen of any.
const ofTheUnion = ['AM', 'AZ', 'BY', 'EE', 'GE', 'KG', 'KZ', 'LT', 'LV', 'MD', 'RU', 'TJ', 'TM', 'UA', 'UZ'];

const former: readonly Former[] = [
  {
    codes: ['SU', 'SUN', '810'],
    to: '1992-08-29',
    names: ['Liên Xô', 'Liên bang Xô viết', 'Soviet Union', 'USSR'],
    replacedBy: ofTheUnion,
  },
  {
    codes: ['DD', 'DDR', '278'],
    to: '1990-10-29',
    names: ['Cộng hòa Dân chủ Đức', 'CHDC Đức', 'Đông Đức', 'German Democratic Republic'],
    replacedBy: ['DE'],
  },
  {
    codes: ['CS', 'CSK', '200'],
    to: '1993-06-14',
    names: ['Tiệp Khắc', 'Czechoslovakia'],
    replacedBy: ['CZ', 'SK'],
  },
  {
    codes: ['YU', 'YUG', '891'],
    to: '2003-07-22',
    names: ['Nam Tư', 'Yugoslavia'],
    replacedBy: ['BA', 'HR', 'ME', 'MK', 'RS', 'SI'],
  },
  {
    codes: ['CS', 'SCG', '891'],
    from: '2003-07-23',
    to: '2006-09-25',
    names: ['Serbia và Montenegro', 'Serbia and Montenegro'],
    replacedBy: ['ME', 'RS'],
  },
  { codes: ['BU', 'BUR', '104'], to: '1989-12-04', names: ['Burma', 'Miến Điện'], replacedBy: ['MM'] },
  { codes: ['TP', 'TMP', '626'], to: '2002-05-19', names: ['East Timor', 'Đông Timor'], replacedBy: ['TL'] },
  { codes: ['ZR', 'ZAR', '180'], to: '1997-07-13', names: ['Zaire', 'Da-ia'], replacedBy: ['CD'] },
  { codes: ['YD', 'YMD', '720'], to: '1990-08-13', names: ['Nam Yemen', 'Democratic Yemen'], replacedBy: ['YE'] },
  {
    codes: ['AN', 'ANT', '530'],
    to: '2010-12-14',
    names: ['Netherlands Antilles', 'Antille thuộc Hà Lan'],
    replacedBy: ['BQ', 'CW', 'SX'],
  },
];

/** Countries whose codes ended, with those that took their place: ISO 3166-3, as far as data in Vietnam has them. */
export const formerCountries: readonly CodeEntry[] = former.map(({ codes, from, to, names, replacedBy }) => {
  const [alpha2, alpha3, numeric] = codes;
  const [name, ...aliases] = names;
  return codeEntry(alpha2, name, 'published', { aliases, otherCodes: { 'alpha-3': alpha3, numeric }, from, to, replacedBy });
});
