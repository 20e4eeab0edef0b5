import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../canonical/encode.ts';
import { type CanonicalType, formatType, parseType } from '../canonical/types.ts';
import { canonicalPattern } from './form.ts';

const names = [
  ...['bigint', 'decimal(1,0)', 'decimal(1,1)', 'decimal(5,2)', 'decimal(38,10)', 'date', 'partial-date', 'time', 'time(0)', 'time(9)'],
  ...['timestamp', 'timestamp(3)', 'timestamptz', 'timestamptz(9)', 'bytes', 'uuid', 'string', 'geometry(wkb)'],
];
const types = names.map((name) => parseType(name)).filter((type): type is CanonicalType => type !== undefined);

const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{0,${most}}$`));
const two = fc.integer({ min: 0, max: 70 }).map((number) => String(number).padStart(2, '0'));
const fraction = fc.oneof(
  fc.constant(''),
  digits(11).map((text) => `.${text}`),
);
const year = fc
  .oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999))
  .map((number) => String(number).padStart(4, '0'));
const day = fc.oneof(
  fc.tuple(year, two, two).map((parts) => parts.join('-')),
  fc.tuple(year, fc.constantFrom('02-28', '02-29', '02-30', '04-30', '04-31', '12-31', '00-01', '01-00')).map((parts) => parts.join('-')),
);
const clock = fc.tuple(two, two, two, fraction).map(([hours, minutes, seconds, rest]) => `${hours}:${minutes}:${seconds}${rest}`);
const zone = fc.constantFrom('', 'Z', 'z', '+00:00', '+07:00');
const edges = [
  '18446744073709551615',
  '18446744073709551616',
  '-9223372036854775808',
  '-9223372036854775809',
  '0',
  '-0',
  '9999999999999999999',
  '10000000000000000000',
];

// Texts near the border between canonical and not, whatever the type.
const texts = fc.oneof(
  fc.constantFrom(...edges, '', '.', '-', '+1', '1.', '.5', '1e3', 'NaN', 'AA==', 'AB==', 'AAA=', 'AAB=', 'AAAA', 'A'),
  fc.tuple(fc.constantFrom('', '-', '+'), digits(21), fraction).map((parts) => parts.join('')),
  day,
  year,
  fc.tuple(year, two).map((parts) => parts.join('-')),
  clock,
  fc.tuple(day, fc.constantFrom('T', ' ', 't'), clock, zone).map((parts) => parts.join('')),
  fc.uuid(),
  fc.uuid().map((text) => text.toUpperCase()),
  fc.base64String(),
  fc.base64String().map((text) => text.replace(/=+$/, '')),
  fc.string(),
);

describe('the pattern of a canonical form', () => {
  test.each(types.map((type) => [formatType(type), type] as const))('%s agrees with the encoder', (_name, type) => {
    const pattern = canonicalPattern(type) ?? '';
    const expression = new RegExp(pattern, 'u');
    fc.assert(
      fc.property(texts, (text) => {
        const canonical = canonicalText(type, text) === text;
        // NFC is the one thing that a pattern cannot say.
        if (type.kind === 'string' && text.normalize('NFC') !== text) return;
        expect(expression.test(text)).toBe(canonical);
      }),
      { numRuns: 3_000 },
    );
  });
});
