import { readFileSync } from 'node:fs';
import { columns } from './source/citizen.mjs';

export const agency = 'H26';

/**
 * What a connector of the benchmark publishes.
 * @typedef {object} Dataset
 * @property {string} id of the contract
 * @property {string} contract its text
 * @property {Record<string, unknown>} mapping by property
 * @property {string} view of the platform that shows its records
 */

/** @type {Dataset} */
export const citizens = {
  id: 'bench.citizen',
  contract: readFileSync(new URL('../citizen.odcs.yaml', import.meta.url), 'utf8'),
  mapping: Object.fromEntries(columns.map(([column, property]) => [property, column])),
  view: 'public.bench_citizen',
};

const typed = {
  id: 'bench.person',
  contract: readFileSync(new URL('../person.odcs.yaml', import.meta.url), 'utf8'),
  view: 'public.bench_person',
};

/** Persons as they should be: nothing is to be repaired, and every value is looked at. @type {Dataset} */
export const persons = {
  ...typed,
  mapping: Object.fromEntries(
    ['id', 'personalId', 'fullName', 'dateOfBirth', 'sex', 'address', 'provinceCode', 'phone', 'income', 'updatedAt', 'note'].map(
      (property) => [property, property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)],
    ),
  ),
};

const tcvn3 = { encoding: 'tcvn3', readAs: 'latin1' };

/** The same persons as an old system has them. @type {Dataset} */
export const legacyPersons = {
  ...typed,
  mapping: {
    ...persons.mapping,
    personalId: { column: 'personal_id', identifier: 'repair' },
    fullName: { column: 'full_name', ...tcvn3 },
    dateOfBirth: { column: 'date_of_birth', dates: ['dd/MM/yyyy'] },
    sex: { column: 'sex', ...tcvn3, codes: true },
    address: { column: 'address', ...tcvn3 },
    phone: { column: 'phone', identifier: 'normalise' },
    note: { column: 'note', ...tcvn3 },
  },
};
