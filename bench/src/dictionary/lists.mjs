import { compileDateReader } from '@lienthong/core';
import {
  codesAt,
  countries,
  datePatterns,
  ethnicGroups,
  findUnit,
  findUnitsByName,
  provinces,
  readCode,
  readName,
  readSex,
  sexSchemes,
  unitMeaning,
  unitsAt,
  unitTranslation,
} from '@lienthong/dictionary';
import { below, createRandom, pick } from './values.mjs';

const count = 20_000;
const day = '2026-06-01';
const two = (number) => String(number).padStart(2, '0');

/** What look-ups in code lists and lists of units cost. */
export function listCases() {
  const groups = codesAt(ethnicGroups, day);
  const lands = codesAt(countries, day);
  const units = unitsAt(provinces, day);
  const translate = unitTranslation(provinces, '2025-06-30', day);
  const codes = [...units.byCode.keys()];
  const older = [...unitsAt(provinces, '2025-06-30').byCode.keys()];
  return [
    listCase('ethnic groups, by code', [...groups.byCode.keys()], (code) => readCode(groups, code)),
    listCase('countries, by code', [...lands.byCode.keys()], (code) => readCode(lands, code)),
    listCase('ethnic groups, by name', ['Kinh', 'Tày', 'Thái', "H'Mông", 'Ê-đê'], (name) => readName(groups, name)),
    listCase('countries, by name', ['Việt Nam', 'Lào', 'Hàn Quốc', 'Nhật Bản'], (name) => readName(lands, name)),
    listCase('sexes, in words', ['Nam', 'Nữ'], (text) => readSex(text, undefined)),
    listCase('sexes, by scheme', ['0', '1'], (text) => readSex(text, sexSchemes.male1Female0)),
    listCase('provinces, by code', codes, (code) => findUnit(units, code)),
    listCase('provinces, meaning on a day', codes, (code) => unitMeaning(provinces, code, day)),
    listCase('provinces, translated', older, (code) => translate(code)),
    listCase('provinces, by name', ['Hà Nội', 'TP. Hồ Chí Minh', 'Tỉnh Phú Thọ'], (name) => findUnitsByName(units, name)),
  ];
}

/** What dates cost, by their pattern. */
export function dateCases() {
  const options = { pivot: 1930 };
  const read = (pattern) => compileDateReader(pattern, options).read;
  const numbers = (make) => (random) => make(1 + below(random, 28), 1 + below(random, 12), 1940 + below(random, 80));
  const slashes = numbers((d, m, y) => `${two(d)}/${two(m)}/${y}`);
  return [
    made('dd/MM/yyyy', slashes, read('dd/MM/yyyy')),
    made(
      'd/M/yyyy',
      numbers((d, m, y) => `${d}/${m}/${y}`),
      read('d/M/yyyy'),
    ),
    made(
      'yyyyMMdd',
      numbers((d, m, y) => `${y}${two(m)}${two(d)}`),
      read('yyyyMMdd'),
    ),
    made(
      'dd-MMM-yy',
      numbers((d, m, y) => `${two(d)}-${['JAN', 'FEB', 'MAR'][m % 3]}-${two(y % 100)}`),
      read('dd-MMM-yy'),
    ),
    made(
      'yyyy-MM-dd HH:mm:ss',
      numbers((d, m, y) => `${y}-${two(m)}-${two(d)} 0${m % 10}:30:5${d % 10}`),
      read('yyyy-MM-dd HH:mm:ss'),
    ),
    made(
      'ngày d tháng M năm yyyy',
      numbers((d, m, y) => `Ngày ${two(d)} tháng ${m} năm ${y}`),
      read(datePatterns.words),
    ),
  ];
}

function listCase(title, texts, run) {
  const random = createRandom(13);
  // As a driver gives them: no two of a column are the same object.
  return made(title, () => [...pick(random, texts)].join(''), run);
}

function made(title, make, run) {
  const random = createRandom(17);
  return { title, values: Array.from({ length: count }, () => make(random)), runs: { check: run } };
}
