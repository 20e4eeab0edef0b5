import { Decimal128 } from 'bson';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalText, doubleText, longText } from './scalar-text.ts';

const ofDecimal = (text: string) => decimalText(Buffer.from(Decimal128.fromString(text).bytes), 0);

it('writes decimals as the library of MongoDB does, whatever their coefficient and exponent', () => {
  const special = [
    '0',
    '-0',
    '0.00',
    '-0.10',
    '1E+1',
    '9007199254740991',
    '9007199254740992',
    '0.000001',
    '0.0000001',
    'NaN',
    'Infinity',
    '-Infinity',
    '1E-6176',
  ];
  for (const text of special) expect(ofDecimal(text)).toBe(Decimal128.fromString(text).toString());
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: -40, max: 40 }));
  fc.assert(
    fc.property(
      fc.oneof(decimal, fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: -8, max: 2 }))),
      ([digits, exponent]) => {
        const value = Decimal128.fromString(`${digits}E${exponent}`);
        return decimalText(Buffer.from(value.bytes), 0) === value.toString();
      },
    ),
    { numRuns: 2_000 },
  );
});

it('writes whole numbers of 64 bits exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(value);
      return longText(bytes, 0) === String(value);
    }),
  );
});

it('writes doubles as the shortest text that reads back as the same value', () => {
  fc.assert(fc.property(fc.double({ noNaN: true }), (value) => Object.is(Number(doubleText(value)), value)));
});
