import type { TypeCase } from '@lienthong/conformance';
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';

interface BsonCase extends TypeCase {
  readonly value: unknown;
}

const id = '65a1b2c3d4e5f60718293a4b';
const uuid = '3b241101-e2bb-4255-8caf-4136c566a962';

/** Every BSON type, with the values that other tools lose. */
const cases: readonly BsonCase[] = [
  { type: 'string', value: 'Nguyễn Thị Ánh', raw: 'Nguyễn Thị Ánh' },
  { type: 'string, decomposed, with a NUL', value: 'e\u0301\u0000x', raw: 'e\u0301\u0000x' },
  { type: 'string, empty', value: '', raw: '' },
  { type: 'int, least', value: new Int32(-(2 ** 31)), raw: '-2147483648' },
  { type: 'int, zero', value: new Int32(0), raw: '0' },
  { type: 'long beyond a double', value: Long.fromString('9007199254740993'), raw: '9007199254740993' },
  { type: 'long, least', value: Long.MIN_VALUE, raw: '-9223372036854775808' },
  { type: 'double', value: new Double(0.1), raw: '0.1' },
  { type: 'double, whole', value: new Double(2026), raw: '2026' },
  { type: 'double, tiny', value: new Double(5e-324), raw: '5e-324' },
  { type: 'double, NaN', value: new Double(Number.NaN), raw: 'NaN' },
  { type: 'double, infinite', value: new Double(Number.POSITIVE_INFINITY), raw: 'Infinity' },
  { type: 'double, negative zero', value: new Double(-0), raw: '-0' },
  {
    type: 'decimal of 34 digits',
    value: Decimal128.fromString('1234567890123456789012345678.901234'),
    raw: '1234567890123456789012345678.901234',
  },
  { type: 'decimal with an exponent', value: Decimal128.fromString('-1E+6111'), raw: '-1E+6111' },
  { type: 'decimal with zeros behind', value: Decimal128.fromString('1.50'), raw: '1.50' },
  { type: 'bool', value: true, raw: 'true' },
  { type: 'date', value: new Date('2026-03-04T05:06:07.089Z'), raw: '2026-03-04T05:06:07.089Z' },
  { type: 'date before 1970', value: new Date('1945-09-02T07:00:00.001Z'), raw: '1945-09-02T07:00:00.001Z' },
  { type: 'objectId', value: new ObjectId(id), raw: id },
  { type: 'uuid', value: new UUID(uuid), raw: uuid },
  { type: 'binData', value: new Binary(Buffer.from([0, 255, 10, 92])), raw: new Uint8Array([0, 255, 10, 92]) },
  { type: 'binData of the old kind', value: new Binary(Buffer.from([1, 2, 3]), 2), raw: new Uint8Array([1, 2, 3]) },
  { type: 'binData of MD5', value: new Binary(Buffer.alloc(16, 7), 5), raw: new Uint8Array(16).fill(7) },
  {
    type: 'object',
    value: { xa: '00004', 'a.b': { c: Long.fromString('9007199254740993') } },
    raw: '{"xa":"00004","a.b":{"c":{"$numberLong":"9007199254740993"}}}',
  },
  {
    type: 'array',
    value: [new Int32(1), 'hai', null, [Decimal128.fromString('3.0')], { d: new Date(0) }],
    raw: '[1,"hai",null,[{"$numberDecimal":"3.0"}],{"d":{"$date":"1970-01-01T00:00:00.000Z"}}]',
  },
  { type: 'timestamp', value: new Timestamp({ t: 1_700_000_000, i: 9 }), raw: '{"$timestamp":{"t":1700000000,"i":9}}' },
  { type: 'regex', value: new BSONRegExp('^a"b', 'i'), raw: '{"$regularExpression":{"pattern":"^a\\"b","options":"i"}}' },
  { type: 'javascript', value: new Code('f()'), raw: '{"$code":"f()"}' },
  { type: 'javascriptWithScope', value: new Code('f()', { x: new Int32(1) }), raw: '{"$code":"f()","$scope":{"x":1}}' },
  { type: 'symbol', value: new BSONSymbol('kí hiệu'), raw: '{"$symbol":"kí hiệu"}' },
  { type: 'minKey', value: new MinKey(), raw: '{"$minKey":1}' },
  { type: 'maxKey', value: new MaxKey(), raw: '{"$maxKey":1}' },
  { type: 'null', value: null, raw: null },
];

export const typeCases: readonly TypeCase[] = cases;

/** A document with a field for each case: `c0`, `c1`, … */
export function documentOf(): Document {
  return Object.fromEntries(cases.map(({ value }, index) => [`c${index}`, value]));
}

/** A document is one column only where something says so: else its fields are columns. */
export const typeValidator: Document = {
  $jsonSchema: {
    properties: Object.fromEntries(cases.flatMap(({ type }, index) => (type === 'object' ? [[`c${index}`, { bsonType: 'object' }]] : []))),
  },
};
