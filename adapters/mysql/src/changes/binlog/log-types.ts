/** Types of columns as the log names them. */
export const logType = {
  tiny: 1,
  short: 2,
  long: 3,
  float: 4,
  double: 5,
  null: 6,
  timestamp: 7,
  longlong: 8,
  int24: 9,
  date: 10,
  time: 11,
  datetime: 12,
  year: 13,
  newDate: 14,
  varchar: 15,
  bit: 16,
  timestamp2: 17,
  datetime2: 18,
  time2: 19,
  blobCompressed: 140,
  varcharCompressed: 141,
  vector: 242,
  json: 245,
  newDecimal: 246,
  enum: 247,
  set: 248,
  blob: 252,
  varString: 253,
  string: 254,
  geometry: 255,
} as const;

/** A column as a table map describes it. */
export interface LogColumn {
  readonly type: number;
  /** What the type takes: the longest length in bytes, precision and scale (`precision * 256 + scale`), digits of a fraction, bits. */
  readonly meta: number;
  readonly unsigned: boolean | undefined;
  /** Number of the collation, of texts. */
  readonly collation: number | undefined;
  /** With binlog_row_metadata = FULL. */
  readonly name: string | undefined;
  /** The same: labels of enums and sets, in the column's character set. */
  readonly labels: readonly Buffer[] | undefined;
}

const { tiny, short, long, longlong, int24, float, double, newDecimal, varchar, varString, string, blob } = logType;

const numeric: ReadonlySet<number> = new Set([tiny, short, long, longlong, int24, float, double, newDecimal]);

/** Has a bit among the signs of a table map. */
export function isNumeric(type: number): boolean {
  return numeric.has(type);
}

const character: ReadonlySet<number> = new Set([varchar, varString, string, blob, logType.varcharCompressed, logType.blobCompressed]);

/** Has a collation in a table map. */
export function isCharacter(type: number): boolean {
  return character.has(type);
}
