import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  EJSON,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
  UUID,
} from 'bson';
import { expect, it } from 'vitest';
import { elementNamed } from './elements.ts';
import { extendedJson } from './extended-json.ts';

const everything = {
  string: 'Đặng "Thị" \\ \n 😀',
  int: new Int32(-7),
  long: Long.fromString('9007199254740993'),
  small: Long.fromNumber(12),
  double: new Double(0.1),
  whole: new Double(3),
  nan: new Double(Number.NaN),
  infinite: new Double(Number.NEGATIVE_INFINITY),
  zero: new Double(-0),
  decimal: Decimal128.fromString('1E-6176'),
  bool: false,
  date: new Date('2026-01-02T03:04:05.678Z'),
  ancient: new Date(-80_000_000_000_000),
  objectId: new ObjectId('65a1b2c3d4e5f60718293a4b'),
  binary: new Binary(Buffer.from([1, 2, 3]), 0x80),
  old: new Binary(Buffer.from([1, 2, 3]), 2),
  uuid: new UUID('3b241101-e2bb-4255-8caf-4136c566a962'),
  timestamp: new Timestamp({ t: 1_700_000_000, i: 9 }),
  regex: new BSONRegExp('^a"b', 'im'),
  code: new Code('function () {}'),
  scoped: new Code('f()', { x: 1 }),
  symbol: new BSONSymbol('kí hiệu'),
  min: new MinKey(),
  max: new MaxKey(),
  nothing: null,
  array: [1, 'a', [2, null], { b: new Date(0) }],
  object: { 'a.b': { c: Long.MAX_VALUE } },
};

it('writes every BSON type so that the library of MongoDB reads the same bytes of it', () => {
  const bytes = Buffer.from(serialize({ v: everything }));
  const text = extendedJson(elementNamed(bytes, 'v') ?? missing());
  const read: unknown = EJSON.parse(text, { relaxed: false });
  const again = extendedJson(elementNamed(Buffer.from(serialize({ v: read })), 'v') ?? missing());
  expect(again).toBe(text);
  expect(EJSON.stringify(read, { relaxed: false })).toBe(
    EJSON.stringify({ ...everything, whole: new Int32(3), small: new Int32(12) }, { relaxed: false }),
  );
});

it('writes what JSON knows as it is', () => {
  const bytes = Buffer.from(serialize({ v: [1, 'a', true, null, { n: 2.5 }, Long.fromNumber(5)] }));
  expect(extendedJson(elementNamed(bytes, 'v') ?? missing())).toBe('[1,"a",true,null,{"n":2.5},5]');
});

function missing(): never {
  throw new Error('the document has no such field');
}
