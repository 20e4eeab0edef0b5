import type { CatalogueColumn } from '../catalogue.ts';
import { type LogColumn, logType } from './binlog/log-types.ts';

const textBytes: Readonly<Record<string, number>> = {
  tinytext: 1,
  text: 2,
  mediumtext: 3,
  longtext: 4,
  tinyblob: 1,
  blob: 2,
  mediumblob: 3,
  longblob: 4,
};

const integers: Readonly<Record<string, number>> = {
  tinyint: logType.tiny,
  smallint: logType.short,
  mediumint: logType.int24,
  int: logType.long,
  bigint: logType.longlong,
  float: logType.float,
  double: logType.double,
  year: logType.year,
};

const networkBytes: Readonly<Record<string, number>> = { uuid: 16, inet6: 16, inet4: 4 };

/**
 * Whether the log's description of a column is that of the catalogue. `exact`: the same type and size; else another type is no matter
 * while its values read the same way: an INT became a BIGINT, a VARCHAR a TEXT.
 */
export function fitsColumn(
  log: LogColumn,
  column: CatalogueColumn,
  charsetOf: (collation: number) => string | undefined,
  exact: boolean,
): boolean {
  if (!(exact ? fitsType(log, column) : fitsFamily(log, column))) return false;
  const charset = log.collation === undefined ? undefined : charsetOf(log.collation);
  if (charset !== undefined && column.charset !== undefined && charset !== column.charset) return false;
  return !exact || log.unsigned === undefined || !isSigned(column) || log.unsigned === column.native.includes('unsigned');
}

function isSigned({ type }: CatalogueColumn): boolean {
  return type in integers && type !== 'year';
}

const families: readonly ReadonlySet<number>[] = [
  new Set([logType.tiny, logType.short, logType.int24, logType.long, logType.longlong]),
  new Set([logType.newDecimal]),
  new Set([logType.time, logType.time2]),
  new Set([logType.datetime, logType.datetime2]),
  new Set([logType.timestamp, logType.timestamp2]),
];
const lengths: ReadonlySet<number> = new Set([
  ...[logType.string, logType.varchar, logType.blob, logType.varcharCompressed, logType.blobCompressed],
]);
const texts: ReadonlySet<string> = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);
const bytes: ReadonlySet<string> = new Set(['varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob']);

function fitsFamily(log: LogColumn, column: CatalogueColumn): boolean {
  if (texts.has(column.type)) return lengths.has(log.type) && log.collation !== binaryCollation;
  if (bytes.has(column.type)) return lengths.has(log.type) && (log.collation === undefined || log.collation === binaryCollation);
  const family = families.find((types) => types.has(usualType(column)));
  return family === undefined ? fitsType(log, column) : family.has(log.type);
}

const binaryCollation = 63;

function usualType({ type }: CatalogueColumn): number {
  const usual: Readonly<Record<string, number>> = {
    ...integers,
    decimal: logType.newDecimal,
    time: logType.time2,
    datetime: logType.datetime2,
    timestamp: logType.timestamp2,
  };
  return usual[type] ?? -1;
}

function fitsType({ type, meta }: LogColumn, column: CatalogueColumn): boolean {
  const integer = integers[column.type];
  if (integer !== undefined) return type === integer;
  const fits = fitting[column.type];
  return fits === undefined ? fitsLong(type, meta, column) : fits(type, meta, column);
}

type Fitting = (type: number, meta: number, column: CatalogueColumn) => boolean;

const isFixed: Fitting = (type, meta, { octets }) => type === logType.string && meta === octets;
const isVarying: Fitting = (type, meta, { octets }) => (type === logType.varchar && meta === octets) || type === logType.varcharCompressed;
const isNetwork: Fitting = (type, meta, column) => type === logType.string && meta === networkBytes[column.type];

/** A time with the fraction of the column, or one of the form before MySQL 5.6, which had none. */
const isTime =
  (present: number, old: number): Fitting =>
  (type, meta, { fraction }) =>
    (type === present && meta === fraction) || (type === old && fraction === 0);

const fitting: Readonly<Record<string, Fitting>> = {
  decimal: (type, meta, { precision, scale }) => type === logType.newDecimal && meta === precision * 256 + (scale ?? 0),
  bit: (type, meta, { precision }) => type === logType.bit && meta === precision,
  date: (type) => type === logType.date || type === logType.newDate,
  time: isTime(logType.time2, logType.time),
  datetime: isTime(logType.datetime2, logType.datetime),
  timestamp: isTime(logType.timestamp2, logType.timestamp),
  char: isFixed,
  binary: isFixed,
  varchar: isVarying,
  varbinary: isVarying,
  enum: (type) => type === logType.enum,
  set: (type) => type === logType.set,
  json: (type, meta) => type === logType.json || (type === logType.blob && meta === 4),
  vector: (type) => type === logType.vector || type === logType.varchar,
  uuid: isNetwork,
  inet4: isNetwork,
  inet6: isNetwork,
};

function fitsLong(type: number, meta: number, column: CatalogueColumn): boolean {
  const size = textBytes[column.type];
  if (size !== undefined) return type === logType.blobCompressed || (type === logType.blob && meta === size);
  return type === logType.geometry; // all other types that can be selected are geometries
}

const names = new Map<number, string>(Object.entries(logType).map(([name, type]) => [type, name]));

/** For messages: `newDecimal(10,2)`, `varchar(400 bytes)`. */
export function describeLogColumn(column: LogColumn, place: number): string {
  const { type, meta, name, unsigned } = column;
  const size =
    type === logType.newDecimal
      ? `(${meta >> 8},${meta & 255})`
      : meta === 0 || type === logType.float || type === logType.double
        ? ''
        : `(${meta})`;
  return `${name ?? `column ${place + 1}`} ${names.get(type) ?? `type ${type}`}${size}${unsigned === true ? ' unsigned' : ''}`;
}
