import type { CanonicalType, RawForm, TypeMapping } from '@lienthong/core';
import { bsonType } from './bson/elements.ts';

/** What a column holds, by the types of its values. */
export interface MongoType extends TypeMapping {
  /** How values are handed on: as their text, as bytes, or as JSON. */
  readonly form: 'text' | 'bytes' | 'json';
  /** The BSON types of its values; NULL, undefined and a missing field are NULL everywhere. Of any other type a value does not fit. */
  readonly accepts: ReadonlySet<number>;
}

const jsonNote =
  'MongoDB Extended JSON v2, relaxed; whole numbers that a double does not hold are `$numberLong`. An `array<…>` of the contract: `cast: true`.';

function row(native: string, canonical: CanonicalType, raw: RawForm, accepts: readonly number[], note?: string): MongoType {
  const form = raw === 'bytes' ? 'bytes' : raw === 'json-text' ? 'json' : 'text';
  const type = { native, canonical, raw, form, accepts: new Set(accepts) } as const;
  return note === undefined ? type : { ...type, note };
}

const { string, int, long, double, decimal, bool, date, objectId, binData, object, array } = bsonType;
const numbers = [int, long, double, decimal];
const every = Object.values(bsonType);
const ofMongoAlone = ['timestamp', 'regex', 'javascript', 'javascriptWithScope', 'symbol', 'dbPointer', 'minKey', 'maxKey'] as const;

/** Every type that a column can have: the names are those of MongoDB's `$type`, and three of ours. */
export const mongoTypes: readonly MongoType[] = [
  row('string', { kind: 'string' }, 'text', [string]),
  row('int', { kind: 'integer' }, 'integer-text', [int]),
  row('long', { kind: 'bigint' }, 'integer-text', [int, long]),
  row(
    'double',
    { kind: 'number' },
    'number-text',
    [int, double],
    'Whole numbers that the shell stored as doubles: `cast: true` where the contract says integer. `NaN` and `Infinity` are rejected.',
  ),
  row('decimal', { kind: 'decimal', precision: 34, scale: 17 }, 'decimal-text', [int, long, decimal], 'Decimal128, exact.'),
  row(
    'number',
    { kind: 'decimal', precision: 34, scale: 17 },
    'decimal-text',
    numbers,
    'Documents that hold the number now in one type, now in another. A double as its shortest decimal text.',
  ),
  row('bool', { kind: 'boolean' }, 'boolean-text', [bool]),
  row('date', { kind: 'timestamptz', fraction: 3 }, 'timestamptz-text', [date], 'Years before 1 and after 9999 are rejected.'),
  row('objectId', { kind: 'string' }, 'text', [objectId], '24 hexadecimal digits.'),
  row('uuid', { kind: 'uuid' }, 'uuid-text', [binData], 'Binary data of subtype 4.'),
  row('binData', { kind: 'bytes' }, 'bytes', [binData], 'Without the subtype.'),
  row('object', { kind: 'json' }, 'json-text', [object], jsonNote),
  row('array', { kind: 'json' }, 'json-text', [array], jsonNote),
  row(
    'mixed',
    { kind: 'json' },
    'json-text',
    every,
    `Values of unlike types. ${jsonNote} To publish such a column as a text, declare it \`text\`.`,
  ),
  row(
    'text',
    { kind: 'string' },
    'text',
    [string, ...numbers, bool, date, objectId, binData],
    'Only where it is declared: any scalar as its text, binary data other than a UUID rejected.',
  ),
  ...ofMongoAlone.map((native) => row(native, { kind: 'json' }, 'json-text', [bsonType[native]], jsonNote)),
];

const byName = new Map(mongoTypes.map((type) => [type.native, type]));

export function mongoType(native: string): MongoType | undefined {
  return byName.get(native);
}

/** The narrowest type for values of these kinds, named as `kindOf` names them; `undefined` for none. */
export function typeFor(kinds: ReadonlySet<string>): MongoType | undefined {
  const all = [...kinds].filter((kind) => kind !== 'null' && kind !== 'undefined');
  if (all.length === 0) return undefined;
  const within = (...names: string[]) => all.every((kind) => names.includes(kind));
  if (all.length === 1) return byName.get(all[0] ?? '');
  if (within('int', 'long')) return byName.get('long');
  if (within('int', 'double')) return byName.get('double');
  if (within('int', 'long', 'decimal')) return byName.get('decimal');
  if (within('int', 'long', 'double', 'decimal')) return byName.get('number');
  if (within('uuid', 'binData')) return byName.get('binData');
  return byName.get('mixed');
}
