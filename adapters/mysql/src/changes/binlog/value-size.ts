import { LienThongError } from '@lienthong/core';
import { decimalBytes } from './decimal.ts';
import { type LogColumn, logType } from './log-types.ts';
import { fractionBytes } from './temporal.ts';

/** Gives the place behind a value that lies at `at`. */
export type Skip = (bytes: Buffer, at: number) => number;

const fixed = (size: number): Skip => {
  return (_, at) => at + size;
};

/** Values with their length in front. */
const prefixed: Readonly<Record<number, Skip>> = {
  1: (bytes, at) => at + 1 + (bytes[at] ?? 0),
  2: (bytes, at) => at + 2 + bytes.readUInt16LE(at),
  3: (bytes, at) => at + 3 + bytes.readUIntLE(at, 3),
  4: (bytes, at) => at + 4 + bytes.readUInt32LE(at),
};

/** Bytes of the length in front of a value; 0 where its size is fixed. */
export function prefixBytes({ type, meta }: Pick<LogColumn, 'type' | 'meta'>): number {
  switch (type) {
    case logType.varchar:
    case logType.varcharCompressed:
    case logType.string:
    case logType.varString:
      return meta > 255 ? 2 : 1;
    case logType.blob:
    case logType.blobCompressed:
    case logType.json:
    case logType.geometry:
    case logType.vector:
      return meta;
    default:
      return 0;
  }
}

const sizes: Readonly<Record<number, number>> = {
  [logType.tiny]: 1,
  [logType.short]: 2,
  [logType.int24]: 3,
  [logType.long]: 4,
  [logType.longlong]: 8,
  [logType.float]: 4,
  [logType.double]: 8,
  [logType.year]: 1,
  [logType.date]: 3,
  [logType.newDate]: 3,
  [logType.time]: 3,
  [logType.datetime]: 8,
  [logType.timestamp]: 4,
  [logType.null]: 0,
};

export function skipOf(column: Pick<LogColumn, 'type' | 'meta'>): Skip {
  const prefix = prefixed[prefixBytes(column)];
  return prefix ?? fixed(fixedSize(column));
}

/** Bytes of a value without a length in front. */
function fixedSize({ type, meta }: Pick<LogColumn, 'type' | 'meta'>): number {
  const size = sizes[type];
  if (size !== undefined) return size;
  switch (type) {
    case logType.timestamp2:
      return 4 + fractionBytes(meta);
    case logType.datetime2:
      return 5 + fractionBytes(meta);
    case logType.time2:
      return 3 + fractionBytes(meta);
    case logType.newDecimal:
      return decimalBytes(meta >> 8, meta & 255);
    case logType.bit:
      return (meta + 7) >> 3;
    case logType.enum:
    case logType.set:
      return meta;
    default:
      throw new LienThongError('TYPE_UNSUPPORTED', { message: `the log has a column of type ${type}, which this version does not know` });
  }
}
