import { isCharacter, isNumeric, type LogColumn, logType } from './log-types.ts';
import { type FieldReader, readByte, readLittle, readPacked, readPackedBytes } from './packed.ts';

/** Which table the row events behind it belong to, and its shape at that moment. */
export interface TableMap {
  readonly id: number;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly LogColumn[];
  /** The log names the columns: binlog_row_metadata = FULL. */
  readonly named: boolean;
}

/** The id alone: most maps repeat an earlier one. */
export function tableIdOf(bytes: Buffer, start: number): number {
  return bytes.readUIntLE(start, 6);
}

/** `start` is behind the event's header. */
export function readTableMap(bytes: Buffer, start: number, end: number): TableMap {
  const from: FieldReader = { bytes, at: start + 8 }; // id of six bytes, flags of two
  const schema = readName(from);
  const table = readName(from);
  const count = readPacked(from);
  const types = Array.from({ length: count }, () => readByte(from));
  const metaEnd = readPacked(from) + from.at;
  const plain = types.map((type) => readMeta(type, from));
  from.at = metaEnd + ((count + 7) >> 3); // which columns may be NULL: each row says which are
  const extra = readExtra(plain, from, end);
  const columns = plain.map(({ type, meta }, index) => ({
    type,
    meta,
    unsigned: extra.unsigned?.[index],
    collation: extra.collations?.[index],
    name: extra.names?.[index],
    labels: extra.labels[index],
  }));
  return { id: tableIdOf(bytes, start), schema, table, columns, named: extra.names !== undefined };
}

function readName(from: FieldReader): string {
  const length = readByte(from);
  const name = from.bytes.toString('utf8', from.at, from.at + length);
  from.at += length + 1;
  return name;
}

interface Plain {
  readonly type: number;
  readonly meta: number;
}

function readMeta(type: number, from: FieldReader): Plain {
  switch (type) {
    case logType.float:
    case logType.double:
    case logType.blob:
    case logType.blobCompressed:
    case logType.geometry:
    case logType.json:
    case logType.vector:
    case logType.timestamp2:
    case logType.datetime2:
    case logType.time2:
      return { type, meta: readByte(from) };
    case logType.varchar:
    case logType.varcharCompressed:
      return { type, meta: readLittle(from, 2) };
    case logType.newDecimal:
      return { type, meta: readByte(from) * 256 + readByte(from) };
    case logType.bit: {
      const bits = readByte(from);
      return { type, meta: readByte(from) * 8 + bits };
    }
    case logType.string:
    case logType.varString:
    case logType.enum:
    case logType.set:
      return readStringMeta(from);
    default:
      return { type, meta: 0 };
  }
}

/** CHAR, BINARY, ENUM and SET share a type; lengths above 255 hide two bits in it. */
function readStringMeta(from: FieldReader): Plain {
  const first = readByte(from);
  const second = readByte(from);
  if ((first & 0x30) !== 0x30) return { type: first | 0x30, meta: second | (((first & 0x30) ^ 0x30) << 4) };
  return { type: first, meta: second };
}

interface Extra {
  unsigned: readonly (boolean | undefined)[] | undefined;
  collations: (number | undefined)[] | undefined;
  names: readonly string[] | undefined;
  readonly labels: (readonly Buffer[] | undefined)[];
}

const field = { signs: 1, defaultCharset: 2, charsets: 3, names: 4, setLabels: 5, enumLabels: 6 } as const;

/** What servers add since MySQL 8.0 and MariaDB 10.5: field by field, unknown ones are left out. */
function readExtra(columns: readonly Plain[], from: FieldReader, end: number): Extra {
  const extra: Extra = { unsigned: undefined, collations: undefined, names: undefined, labels: [] };
  const places = (is: (type: number) => boolean) => columns.flatMap(({ type }, index) => (is(type) ? [index] : []));
  while (from.at < end) {
    const kind = readByte(from);
    const behind = readPacked(from) + from.at;
    switch (kind) {
      case field.signs: {
        const numeric = places(isNumeric);
        const start = from.at;
        extra.unsigned = spread(columns.length, numeric, (nth) => ((from.bytes[start + (nth >> 3)] ?? 0) & (0x80 >> (nth & 7))) !== 0);
        break;
      }
      case field.defaultCharset: {
        const usual = readPacked(from);
        const characters = places(isCharacter);
        extra.collations = spread(columns.length, characters, () => usual);
        while (from.at < behind) {
          const place = characters[readPacked(from)];
          const collation = readPacked(from);
          if (place !== undefined) extra.collations[place] = collation;
        }
        break;
      }
      case field.charsets:
        extra.collations = spread(columns.length, places(isCharacter), () => readPacked(from));
        break;
      case field.names:
        extra.names = columns.map(() => readPackedBytes(from).toString('utf8'));
        break;
      case field.setLabels:
      case field.enumLabels: {
        const type = kind === field.setLabels ? logType.set : logType.enum;
        for (const place of places((candidate) => candidate === type)) {
          extra.labels[place] = Array.from({ length: readPacked(from) }, () => Buffer.from(readPackedBytes(from)));
        }
        break;
      }
      default:
    }
    from.at = behind;
  }
  return extra;
}

function spread<T>(count: number, places: readonly number[], value: (nth: number) => T): (T | undefined)[] {
  const all = new Array<T | undefined>(count).fill(undefined);
  for (const [nth, place] of places.entries()) all[place] = value(nth);
  return all;
}
