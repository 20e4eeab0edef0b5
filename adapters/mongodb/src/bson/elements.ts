/** What the byte in front of an element's name says (bsonspec.org). */
export const bsonType = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binData: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  javascript: 0x0d,
  symbol: 0x0e,
  javascriptWithScope: 0x0f,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const;

/** MongoDB's own names of its types, as `$type` has them. */
export const typeNames: ReadonlyMap<number, string> = new Map(Object.entries(bsonType).map(([name, type]) => [type, name]));

const fixedSizes: Readonly<Record<number, number>> = {
  [bsonType.double]: 8,
  [bsonType.undefined]: 0,
  [bsonType.objectId]: 12,
  [bsonType.bool]: 1,
  [bsonType.date]: 8,
  [bsonType.null]: 0,
  [bsonType.int]: 4,
  [bsonType.timestamp]: 8,
  [bsonType.long]: 8,
  [bsonType.decimal]: 16,
  [bsonType.minKey]: 0,
  [bsonType.maxKey]: 0,
};

/** Where the value that begins at `at` ends. Throws a RangeError for bytes that are no BSON. */
export function valueEnd(type: number, bytes: Buffer, at: number): number {
  switch (type) {
    case bsonType.string:
    case bsonType.javascript:
    case bsonType.symbol:
      return at + 4 + bytes.readInt32LE(at);
    case bsonType.object:
    case bsonType.array:
    case bsonType.javascriptWithScope:
      return at + bytes.readInt32LE(at);
    case bsonType.binData:
      return at + 5 + bytes.readInt32LE(at);
    case bsonType.regex:
      return nameEnd(bytes, nameEnd(bytes, at) + 1) + 1;
    case bsonType.dbPointer:
      return at + 4 + bytes.readInt32LE(at) + 12;
    default: {
      const size = fixedSizes[type];
      if (size === undefined) throw new RangeError(`a document holds the type ${type}, which BSON does not have`);
      return at + size;
    }
  }
}

/** Where the NUL behind a name stands. */
export function nameEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (bytes[end] !== 0) end += 1;
  return end;
}

/** Of an element: where its value begins and ends. */
export interface BsonValue {
  readonly type: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The elements of the document that begins at `at`, in their order. For what is read once in a while. */
export function* elementsOf(bytes: Buffer, at = 0): Generator<{ readonly name: string; readonly value: BsonValue }, void, undefined> {
  const end = at + bytes.readInt32LE(at) - 1;
  for (let place = at + 4; place < end; ) {
    const type = bytes[place] ?? 0;
    const behindName = nameEnd(bytes, place + 1);
    const start = behindName + 1;
    const stop = valueEnd(type, bytes, start);
    yield { name: bytes.toString('utf8', place + 1, behindName), value: { type, bytes, start, end: stop } };
    place = stop;
  }
}

/** The element of that name; `undefined` when there is none. */
export function elementNamed(bytes: Buffer, name: string, at = 0): BsonValue | undefined {
  const last = at + bytes.readInt32LE(at) - 1;
  for (let place = at + 4, end = 0; place < last; place = end) {
    const type = bytes[place] ?? 0;
    const behindName = nameEnd(bytes, place + 1);
    end = valueEnd(type, bytes, behindName + 1);
    // A name has no fewer bytes than characters.
    if (behindName - place > name.length && bytes.toString('utf8', place + 1, behindName) === name)
      return { type, bytes, start: behindName + 1, end };
  }
  return undefined;
}

/** The value at a path through documents; `undefined` when there is none. */
export function elementAt(bytes: Buffer, path: readonly string[], at = 0): BsonValue | undefined {
  const [name = '', ...rest] = path;
  const found = elementNamed(bytes, name, at);
  if (rest.length === 0 || found === undefined) return found;
  return found.type === bsonType.object ? elementAt(bytes, rest, found.start) : undefined;
}
