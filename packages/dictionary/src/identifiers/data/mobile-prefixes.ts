import type { Table } from './table.ts';

const source = 'Plan of numbers of the Ministry of Information and Communications; renumbering of mobile numbers from 2018-09-15';

/** The first three digits of mobile numbers, with the day from which on a number of ten digits can have them. */
export const mobilePrefixes: readonly Table<readonly string[]>[] = [
  {
    certainty: 'published',
    source,
    effectiveFrom: '1993-01-01',
    entries: ['090', '091', '092', '093', '094', '095', '096', '097', '098', '099'],
  },
  { certainty: 'own-knowledge', source, effectiveFrom: '2016-01-01', entries: ['086', '088', '089'] },
  {
    certainty: 'published',
    source,
    effectiveFrom: '2018-09-15',
    entries: [
      ...['032', '033', '034', '035', '036', '037', '038', '039', '056', '058', '059', '070', '076', '077', '078', '079'],
      ...['081', '082', '083', '084', '085'],
    ],
  },
  {
    certainty: 'own-knowledge',
    source: 'Later allocations; days not verified',
    effectiveFrom: '2019-01-01',
    entries: ['052', '055', '087'],
  },
];

/** Mobile numbers of eleven digits lost one: old prefix of four digits, new prefix of three. */
export const renumberedPrefixes = {
  certainty: 'published',
  source,
  effectiveFrom: '2018-09-15',
  entries: {
    '0162': '032',
    '0163': '033',
    '0164': '034',
    '0165': '035',
    '0166': '036',
    '0167': '037',
    '0168': '038',
    '0169': '039',
    '0120': '070',
    '0121': '079',
    '0122': '077',
    '0126': '076',
    '0128': '078',
    '0123': '083',
    '0124': '084',
    '0125': '085',
    '0127': '081',
    '0129': '082',
    '0186': '056',
    '0188': '058',
    '0199': '059',
  },
} as const satisfies Table<Readonly<Record<string, string>>>;
