import type { CatalogueColumn } from '../../catalogue.ts';
import type { Value } from '../../client.ts';
import { formatOf } from '../../column-form.ts';
import { unreadable } from './redo/tokens.ts';
import type { RedoValue } from './redo/values.ts';

/** The log does not hold the value: it must be read at the source. */
export const notLogged = Symbol('not logged');

/** From a value of a statement to what a selection of the column gives. */
export function columnValue(column: CatalogueColumn, value: RedoValue): Value | typeof notLogged {
  if (value.kind === 'null') return null;
  if (value.kind === 'elsewhere' || value.kind === 'empty') return notLogged;
  const read = readers[column.type];
  if (read !== undefined) return read(value, column);
  // An empty text is NULL in Oracle, whatever wrote it.
  if (value.kind === 'text') return value.text === '' ? null : value.text;
  return notLogged;
}

type Reader = (value: RedoValue, column: CatalogueColumn) => Value;

const number: Reader = (value) => numberText(plainText(value));
const double: Reader = (value) => doubleOf(plainText(value));
const time: Reader = (value, column) => timeText(column, plainText(value));
const years: Reader = (value, column) => yearsText(column, plainText(value));
const days: Reader = (value, column) => daysText(column, plainText(value));

/** By type; the others are texts. */
const readers: Readonly<Record<string, Reader>> = {
  NUMBER: number,
  FLOAT: number,
  BINARY_FLOAT: double,
  BINARY_DOUBLE: double,
  RAW: (value) => (value.kind === 'bytes' ? Buffer.from(value.hex, 'hex') : rawOf(plainText(value))),
  DATE: time,
  TIMESTAMP: time,
  'TIMESTAMP WITH TIME ZONE': time,
  'TIMESTAMP WITH LOCAL TIME ZONE': time,
  'INTERVAL YEAR TO MONTH': years,
  'INTERVAL DAY TO SECOND': days,
  BOOLEAN: (value) => (/^(?:1|true)$/i.test(plainText(value)) ? '1' : '0'),
};

function plainText(value: RedoValue): string {
  if ('text' in value) return value.text;
  throw unreadable('bytes where a column holds none', 0);
}

function rawOf(text: string): Buffer {
  if (!/^(?:[\da-f]{2})*$/i.test(text)) throw unreadable('bytes that are none', 0);
  return Buffer.from(text, 'hex');
}

/** As the driver writes a number: without exponent, without zeros at the end. */
export function numberText(text: string): string {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  if (match === null || `${match[2]}${match[3] ?? ''}` === '') throw unreadable('a number that is none', 0);
  const [, sign = '', whole = '', behind = '', exponent = '0'] = match;
  const digits = whole + behind;
  const point = whole.length + Number(exponent);
  const padded = point > digits.length ? digits.padEnd(point, '0') : digits;
  const front = point > 0 ? padded.slice(0, point) : '';
  const back = point > 0 ? padded.slice(point) : '0'.repeat(-point) + padded;
  const head = front.replace(/^0+/, '') || '0';
  const tail = back.replace(/0+$/, '');
  const plain = tail === '' ? head : `${head}.${tail}`;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

function doubleOf(text: string): number {
  const trimmed = text.trim();
  if (/^nan$/i.test(trimmed)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(trimmed);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const number = Number(trimmed);
  if (trimmed === '' || Number.isNaN(number)) throw unreadable('a number that is none', 0);
  return number;
}

/** The session's formats were set for this: `2024-02-29 13:45:30.123456789+07:00`. */
const moment = /^\s*(-?)(\d{1,4})(-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?)?\s*(?:Z|UTC|([+-]\d\d:\d\d))?$/;

function timeText({ type, scale }: CatalogueColumn, text: string): string {
  const match = moment.exec(text);
  if (match === null) throw unreadable('a time in another format than the session has', 0);
  const [, sign = '', year = '', day = '', clock = '00:00:00', fraction = '', zone = '+00:00'] = match;
  const digits = type === 'DATE' ? 0 : (scale ?? 6);
  const offset = formatOf(type, digits).endsWith('TZH:TZM') ? zone : '';
  return `${sign}${year.padStart(4, '0')}${day} ${clock}${behindPoint(fraction, digits)}${offset}`;
}

function behindPoint(fraction: string, digits: number): string {
  return digits === 0 ? '' : `.${fraction.padEnd(9, '0').slice(0, digits)}`;
}

/** As `to_char` writes it: the digits that were declared, always with a sign. */
function yearsText({ precision }: CatalogueColumn, text: string): string {
  const match = /^\s*([+-]?)(\d+)-(\d+)\s*$/.exec(text);
  if (match === null) throw unreadable('an interval that is none', 0);
  const [, sign, year = '', month = ''] = match;
  return `${sign === '-' ? '-' : '+'}${Number(year)
    .toString()
    .padStart(precision ?? 2, '0')}-${month.padStart(2, '0')}`;
}

function daysText({ precision, scale }: CatalogueColumn, text: string): string {
  const match = /^\s*([+-]?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d{1,9}))?\s*$/.exec(text);
  if (match === null) throw unreadable('an interval that is none', 0);
  const [, sign, day = '', hour = '', minute = '', second = '', fraction = ''] = match;
  const clock = [hour, minute, second].map((part) => part.padStart(2, '0')).join(':');
  return `${sign === '-' ? '-' : '+'}${Number(day)
    .toString()
    .padStart(precision ?? 2, '0')} ${clock}${behindPoint(fraction, scale ?? 6)}`;
}
