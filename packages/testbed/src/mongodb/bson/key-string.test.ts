import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf } from './key-string.ts';
import { documentValue, fieldsOf } from './value.ts';

function key(value: unknown): string {
  const [field] = fieldsOf(documentValue(Buffer.from(serialize({ value }, { ignoreUndefined: false }))));
  return keyOf(field!);
}

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
const long = (text: string): Long => Long.fromString(text);

/** Groups of equal values, each less than the next: written from MongoDB's page on the order of comparison. */
const order: readonly (readonly unknown[])[] = [
  [new MinKey()],
  [null],
  [new Double(Number.NaN), decimal('NaN')],
  [new Double(Number.NEGATIVE_INFINITY), decimal('-Infinity')],
  [decimal('-1E+400')],
  [new Double(-Number.MAX_VALUE)],
  [long('-9223372036854775808'), new Double(-(2 ** 63)), decimal('-9223372036854775808')],
  [long('-9007199254740993'), decimal('-9007199254740993')],
  [long('-9007199254740992'), new Double(-(2 ** 53))],
  [new Double(-1.5), decimal('-1.5'), decimal('-1.50')],
  [new Int32(-1), long('-1'), new Double(-1), decimal('-1')],
  [decimal('-1E-6000')],
  [new Int32(0), new Double(0), new Double(-0), long('0'), decimal('0'), decimal('-0'), decimal('0E+100')],
  [decimal('1E-6176')],
  [new Double(Number.MIN_VALUE)],
  // The double next to 0.1 is a little more than the decimal 0.1.
  [decimal('0.1')],
  [new Double(0.1)],
  [new Int32(1), new Double(1), long('1'), decimal('1'), decimal('1.000')],
  [decimal('1.0000000000000000000000000000001')],
  [new Double(2.5), decimal('2.5')],
  [new Double(2 ** 53), long('9007199254740992')],
  [long('9007199254740993'), decimal('9007199254740993')],
  [long('9007199254740994'), new Double(2 ** 53 + 2)],
  [long('9223372036854775807')],
  [new Double(2 ** 63), decimal('9223372036854775808')],
  [new Double(Number.MAX_VALUE)],
  [decimal('1E+400')],
  [new Double(Number.POSITIVE_INFINITY), decimal('Infinity')],
  [''],
  ['A'],
  ['a', new BSONSymbol('a')],
  ['a\0'],
  ['a\0b'],
  ['aa'],
  ['Đ'],
  ['đ'],
  ['😀'],
  [{}],
  [{ a: null }],
  // The type of a field counts before its name, and its name before its value.
  [{ b: null }],
  [{ a: 1 }],
  [{ a: 1, b: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [[]],
  [[null]],
  [[1]],
  [[1, 1]],
  [[2]],
  [['x']],
  [new Binary(Buffer.from([9]), 0)],
  [new Binary(Buffer.from([0]), 5)],
  [new Binary(Buffer.from([0, 0]), 0)],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('ff0000000000000000000000')],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [new Date(1)],
  [new Timestamp({ t: 1, i: 2 })],
  [new Timestamp({ t: 2, i: 1 })],
  [new Timestamp({ t: 0xffffffff, i: 1 })],
  [new BSONRegExp('a', '')],
  [new BSONRegExp('a', 'i')],
  [new BSONRegExp('b', '')],
  [new Code('a')],
  [new Code('a', { x: 1 })],
  [new MaxKey()],
];

test('keys sort all types of BSON as MongoDB does, and equal values have equal keys', () => {
  const keys = order.map((group) => group.map((value) => key(value)));
  for (const [index, group] of keys.entries()) {
    expect(new Set(group).size, `group ${index} is one`).toBe(1);
    if (index > 0) expect(keys[index - 1]![0]! < group[0]!, `group ${index - 1} < group ${index}`).toBe(true);
  }
});

type Number = { readonly kind: 'int' | 'long' | 'double' | 'decimal'; readonly text: string };

const finite: fc.Arbitrary<Number> = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => ({ kind: 'int' as const, text: String(value) })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ kind: 'long' as const, text: String(value) })),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).map((value) => ({ kind: 'long' as const, text: String(value) })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ kind: 'double' as const, text: String(value) })),
  fc.integer({ min: -20, max: 20 }).map((value) => ({ kind: 'double' as const, text: String(value / 8) })),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.integer({ min: -340, max: 340 }))
    .map(([digits, exponent]) => ({ kind: 'decimal' as const, text: `${digits}E${exponent}` })),
  fc
    .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -3, max: 0 }))
    .map(([digits, exponent]) => ({ kind: 'decimal' as const, text: `${digits}E${exponent}` })),
);

const made = { int: (text: string) => new Int32(text), long, double: (text: string) => new Double(Number(text)), decimal };

/** A number as a fraction of big integers: slow, and no relation of how keys are made. */
function fraction({ kind, text }: Number): readonly [bigint, bigint] {
  if (kind === 'double') {
    let value = Number(text);
    let denominator = 1n;
    while (!Number.isInteger(value)) {
      value *= 2;
      denominator *= 2n;
    }
    return [BigInt(value), denominator];
  }
  const [digits = '0', exponent = '0'] = text.split('E');
  const power = 10n ** BigInt(Math.abs(Number(exponent)));
  return Number(exponent) < 0 ? [BigInt(digits), power] : [BigInt(digits) * power, 1n];
}

test('keys of numbers compare as the numbers do, exactly and across types', () => {
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const [left, right] = [fraction(a), fraction(b)];
      const difference = left[0] * right[1] - right[0] * left[1];
      const [keyA, keyB] = [key(made[a.kind](a.text)), key(made[b.kind](b.text))];
      expect(keyA < keyB ? -1 : keyA > keyB ? 1 : 0).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
    { numRuns: 3000 },
  );
});

const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, '', 'a', 'b', 'a\0', 0, 1, 2),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'aa'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

function rank(value: unknown): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return 2;
  if (Array.isArray(value)) return 4;
  return typeof value === 'boolean' ? 5 : 3;
}

/** MongoDB's comparison as one would write it over JavaScript values. */
function compare(a: unknown, b: unknown): number {
  if (rank(a) !== rank(b)) return Math.sign(rank(a) - rank(b));
  if (typeof a === 'object' && a !== null) {
    const [left, right] = [Object.entries(a), Object.entries(b as object)];
    for (let index = 0; ; index++) {
      const [x, y] = [left[index], right[index]];
      if (x === undefined || y === undefined) return Math.sign((x === undefined ? 0 : 1) - (y === undefined ? 0 : 1));
      const byType = Math.sign(rank(x[1]) - rank(y[1]));
      const byName = Array.isArray(a) || x[0] === y[0] ? 0 : x[0] < y[0] ? -1 : 1;
      const result = byType || byName || compare(x[1], y[1]);
      if (result !== 0) return result;
    }
  }
  const [x, y] = [a as string, b as string];
  return x === y ? 0 : x < y ? -1 : 1;
}

test('keys of nested values compare as the values do, element by element', () => {
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      const [keyA, keyB] = [key(a), key(b)];
      expect(keyA < keyB ? -1 : keyA > keyB ? 1 : 0).toBe(compare(a, b));
    }),
    { numRuns: 3000 },
  );
});
