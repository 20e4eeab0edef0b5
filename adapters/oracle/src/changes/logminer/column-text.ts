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
  const { type } = column;
  if (type === 'NUMBER' || type === 'FLOAT') return numberText(plainText(value));
  if (type === 'BINARY_FLOAT' || type === 'BINARY_DOUBLE') return doubleOf(plainText(value));
  if (type === 'RAW') return value.kind === 'bytes' ? Buffer.from(value.hex, 'hex') : rawOf(plainText(value));
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return timeText(column, plainText(value));
  if (type.startsWith('INTERVAL')) return intervalText(column, plainText(value));
  if (type === 'BOOLEAN') return /^(?:1|true)$/i.test(plainText(value)) ? '1' : '0';
  // An empty text is NULL in Oracle, whatever wrote it.
  if (value.kind === 'text') return value.text === '' ? null : value.text;
  return notLogged;
}

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
const time = /^\s*(-?)(\d{1,4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d\d:\d\d)?$/;

function timeText({ type, scale }: CatalogueColumn, text: string): string {
  const match = time.exec(text);
  if (match === null) throw unreadable('a time in another format than the session has', 0);
  const [, sign = '', year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', zone = '+00:00'] = match;
  const digits = type === 'DATE' ? 0 : (scale ?? 6);
  const seconds = digits === 0 ? second : `${second}.${fraction.padEnd(9, '0').slice(0, digits)}`;
  const offset = formatOf(type, digits).endsWith('TZH:TZM') ? (zone.startsWith('+') || zone.startsWith('-') ? zone : '+00:00') : '';
  return `${sign}${year.padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${seconds}${offset}`;
}

/** As `to_char` writes it: the digits that were declared, always with a sign. */
function intervalText({ type, precision, scale }: CatalogueColumn, text: string): string {
  const years = /^\s*([+-]?)(\d+)-(\d+)\s*$/.exec(text);
  const width = precision ?? 2;
  if (type === 'INTERVAL YEAR TO MONTH' && years !== null) {
    const [, sign, year = '', month = ''] = years;
    return `${sign === '-' ? '-' : '+'}${Number(year).toString().padStart(width, '0')}-${month.padStart(2, '0')}`;
  }
  const days = /^\s*([+-]?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d{1,9}))?\s*$/.exec(text);
  if (type !== 'INTERVAL DAY TO SECOND' || days === null) throw unreadable('an interval that is none', 0);
  const [, sign, day = '', hour = '', minute = '', second = '', fraction = ''] = days;
  const digits = scale ?? 6;
  const behind = digits === 0 ? '' : `.${fraction.padEnd(9, '0').slice(0, digits)}`;
  const clock = [hour, minute, second].map((part) => part.padStart(2, '0')).join(':');
  return `${sign === '-' ? '-' : '+'}${Number(day).toString().padStart(width, '0')} ${clock}${behind}`;
}
