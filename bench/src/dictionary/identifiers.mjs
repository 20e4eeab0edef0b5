import { semanticTypes } from '@lienthong/dictionary';
import { inOneView } from './text.mjs';
import { below, createRandom, digits, pick } from './values.mjs';

const count = 20_000;

/** Values that are accepted with no more than the question to a register; where there is none here, what the type generates. */
const right = {
  'personal-id': (random) =>
    `${pick(random, ['001', '048', '079'])}${pick(random, ['0', '1'])}${60 + below(random, 40)}${digits(random, 6)}`,
  'old-id-card': (random) => `${pick(random, ['01', '17', '38'])}${digits(random, 7)}`,
  phone: (random) => `${pick(random, ['090', '098', '035'])}${digits(random, 7)}`,
  'vehicle-plate': (random) => `${pick(random, ['29', '30', '51'])}${pick(random, ['A', 'H', 'K1'])}-${digits(random, 5)}`,
  'agency-code': (random) => `G${10 + below(random, 9)}.${digits(random, 2)}.${digits(random, 2)}`,
};

/** What the check of a right value costs, of every semantic type. */
export function identifierCases() {
  return semanticTypes.map((type) => {
    const random = createRandom(11);
    const values = Array.from({ length: count }, () => (right[type.name] ?? type.generate)(random));
    const options = { at: type.name === 'old-id-card' ? '2020-01-01' : '2026-06-01' };
    const test = type.plainTest(options);
    const byteRuns = test === undefined ? {} : { 'plainTest, bytes': ({ view, start, end }) => test.holds(view, start, end) };
    return { title: type.name, values, places: inOneView(values), runs: { check: (value) => type.check(value, options) }, byteRuns };
  });
}
