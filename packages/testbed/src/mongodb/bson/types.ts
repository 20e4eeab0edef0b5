/** The element types of BSON, by their byte on the wire (bsonspec.org, version 1.1). */
export const bsonType = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  maxKey: 127,
  minKey: 255,
} as const;

/** Names as `$type` and `bsonType` know them. `minKey` is -1 there, not 255. */
const aliases: ReadonlyMap<string, number> = new Map(Object.entries({ ...bsonType }));

const names: ReadonlyMap<number, string> = new Map([...aliases].map(([name, type]) => [type, name]));

/** The types that an alias stands for: one, or all four of `number`; undefined when there is no such alias. */
export function typesOfAlias(alias: string): readonly number[] | undefined {
  if (alias === 'number') return [bsonType.double, bsonType.int, bsonType.long, bsonType.decimal];
  const type = aliases.get(alias);
  return type === undefined ? undefined : [type];
}

export function nameOfType(type: number): string {
  return names.get(type) ?? `type ${type}`;
}

export function isKnownType(type: number): boolean {
  return names.has(type);
}

export function isNumeric(type: number): boolean {
  return type === bsonType.int || type === bsonType.double || type === bsonType.long || type === bsonType.decimal;
}

/**
 * The first byte of a value's key: the order of types that MongoDB calls canonical, with the bytes of its KeyString.
 * Numbers share one, and so do string and symbol; `$gt` and its like compare only what shares it.
 */
export const canonical = {
  minKey: 10,
  undefined: 15,
  null: 20,
  number: 30,
  string: 60,
  object: 70,
  array: 80,
  binData: 90,
  objectId: 100,
  bool: 110,
  date: 120,
  timestamp: 130,
  regex: 140,
  dbPointer: 150,
  javascript: 160,
  javascriptWithScope: 170,
  maxKey: 240,
} as const;

const canonicalByType: Readonly<Record<number, number>> = {
  [bsonType.double]: canonical.number,
  [bsonType.string]: canonical.string,
  [bsonType.object]: canonical.object,
  [bsonType.array]: canonical.array,
  [bsonType.binData]: canonical.binData,
  [bsonType.undefined]: canonical.undefined,
  [bsonType.objectId]: canonical.objectId,
  [bsonType.bool]: canonical.bool,
  [bsonType.date]: canonical.date,
  [bsonType.null]: canonical.null,
  [bsonType.regex]: canonical.regex,
  [bsonType.dbPointer]: canonical.dbPointer,
  [bsonType.javascript]: canonical.javascript,
  [bsonType.symbol]: canonical.string,
  [bsonType.javascriptWithScope]: canonical.javascriptWithScope,
  [bsonType.int]: canonical.number,
  [bsonType.timestamp]: canonical.timestamp,
  [bsonType.long]: canonical.number,
  [bsonType.decimal]: canonical.number,
  [bsonType.maxKey]: canonical.maxKey,
  [bsonType.minKey]: canonical.minKey,
};

export function canonicalOf(type: number): number {
  return canonicalByType[type] ?? canonical.undefined;
}
