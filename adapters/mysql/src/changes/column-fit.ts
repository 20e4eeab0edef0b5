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

type Fit = (log: LogColumn, column: CatalogueColumn) => boolean;

const temporal =
  (type: number, old: number): Fit =>
  (log, { fraction }) =>
    (log.type === type && log.meta === fraction) || (log.type === old && fraction === 0);
const sized: Fit = ({ type, meta }, { octets }) => type === logType.string && meta === octets;
const varying: Fit = ({ type, meta }, { octets }) => (type === logType.varchar && meta === octets) || type === logType.varcharCompressed;
const network =
  (size: number): Fit =>
  ({ type, meta }) =>
    type === logType.string && meta === size;

const fits: Readonly<Record<string, Fit>> = {
  decimal: ({ type, meta }, { precision, scale }) => type === logType.newDecimal && meta === precision * 256 + (scale ?? 0),
  bit: ({ type, meta }, { precision }) => type === logType.bit && meta === precision,
  date: ({ type }) => type === logType.date || type === logType.newDate,
  time: temporal(logType.time2, logType.time),
  datetime: temporal(logType.datetime2, logType.datetime),
  timestamp: temporal(logType.timestamp2, logType.timestamp),
  char: sized,
  binary: sized,
  varchar: varying,
  varbinary: varying,
  enum: ({ type }) => type === logType.enum,
  set: ({ type }) => type === logType.set,
  json: ({ type, meta }) => type === logType.json || (type === logType.blob && meta === textBytes['longtext']),
  vector: ({ type }) => type === logType.vector || type === logType.varchar,
  uuid: network(16),
  inet6: network(16),
  inet4: network(4),
};

function fitsType(log: LogColumn, column: CatalogueColumn): boolean {
  const integer = integers[column.type];
  if (integer !== undefined) return log.type === integer;
  return fits[column.type]?.(log, column) ?? fitsLong(log.type, log.meta, column);
}

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
