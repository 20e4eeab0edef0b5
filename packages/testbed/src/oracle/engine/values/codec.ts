import { OracleError, type OracleType, type OracleValue } from '../../engine.ts';
import { quote } from '../quote.ts';
import type { CharacterSet } from './character-sets.ts';
import { momentText, offsetOf, secondsOf } from './moments.ts';
import { storageOf } from './storage.ts';
import { isNational, kindOf } from './types.ts';

/** A bind's value as a literal of PostgreSQL, in the form in which values are kept. */
export function literalOf(value: OracleValue, type: OracleType, set: CharacterSet, sessionOffset: number): string {
  const storage = storageOf(type);
  const isText = kindOf(type) === 'text';
  if (value === null || (value === '' && isText && type.name !== 'clob' && type.name !== 'nclob')) return `null::${storage}`;
  if (typeof value === 'object' && !Buffer.isBuffer(value)) throw new OracleError(932, 'inconsistent datatypes: a cursor is no value');
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'::bytea`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return `'${Object.is(value, -0) ? '-0' : String(value)}'::${storage}`;
  switch (kindOf(type)) {
    case 'moment':
      return `${secondsOf(value)}::numeric`;
    case 'local':
      return `(${secondsOf(value)} - ${sessionOffset})::numeric`;
    case 'zoned':
      return zonedLiteral(value);
    case 'months':
      return `${monthsOf(value)}::numeric`;
    case 'seconds':
      return `${intervalSeconds(value)}::numeric`;
    case 'rowid':
      return `ora.rowid_of(${quote(value)})`;
    case 'number':
      return `'${value}'::numeric`;
    default:
      return `${quote(isText && !isNational(type) ? set.encode(value) : value)}::text`;
  }
}

export function zonedLiteral(value: string): string {
  const { text = '', zone = '' } = /^(?<text>-?\S+ \S+) (?<zone>\S+)$/.exec(value)?.groups ?? {};
  const offset = offsetOf(zone);
  if (offset !== undefined) return `row(${secondsOf(text)} - ${offset}, ${quote(zone)})::ora.zoned`;
  return `ora.zoned_of(${secondsOf(text)}::numeric, ${quote(zone)})`;
}

export function monthsOf(text: string): string {
  const [, sign, years, months] = /^\s*([+-]?)(\d+)-(\d+)\s*$/.exec(text) ?? [];
  if (years === undefined) throw new OracleError(1867, 'the interval is invalid');
  return `${sign === '-' ? '-' : ''}${Number(years) * 12 + Number(months)}`;
}

export function intervalSeconds(text: string): string {
  const [, sign, days, hours, minutes, seconds, fraction = ''] = /^\s*([+-]?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d{1,9}))?\s*$/.exec(text) ?? [];
  if (days === undefined) throw new OracleError(1867, 'the interval is invalid');
  const whole = BigInt(days) * 86_400n + BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  return `${sign === '-' ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** What makes a value for a client of PostgreSQL's text of it. */
export function decoder(type: OracleType, set: CharacterSet, sessionOffset: number): (text: string) => OracleValue {
  switch (kindOf(type)) {
    case 'number':
      return (text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
    case 'float':
      return Number;
    case 'moment':
      return (text) => momentText(text, type.name !== 'date');
    case 'local':
      return (text) => momentText(shifted(text, sessionOffset), true);
    case 'zoned':
      // The query wrote clock and zone (translate/results.ts).
      return (text) => {
        const [seconds = '', zone = ''] = text.split('|');
        return `${momentText(seconds, true)} ${zone}`;
      };
    case 'months':
      return (text) => {
        const months = Math.abs(Number(text));
        return `${text.startsWith('-') ? '-' : '+'}${String(Math.floor(months / 12)).padStart(2, '0')}-${String(months % 12).padStart(2, '0')}`;
      };
    case 'seconds':
      return intervalText;
    case 'bytes':
      return (text) => Buffer.from(text.slice(2), 'hex');
    case 'boolean':
      return (text) => text === 't';
    case 'text':
      return isNational(type) || set.isUnicode ? (text) => text : (text) => set.decode(text);
    default:
      return (text) => text;
  }
}

function shifted(seconds: string, by: number): string {
  const [whole = '0', fraction = ''] = seconds.split('.');
  if (!seconds.startsWith('-') || fraction === '') return `${Number(whole) + by}${fraction === '' ? '' : `.${fraction}`}`;
  const nanoseconds = BigInt(whole) * 1_000_000_000n - BigInt(fraction.padEnd(9, '0').slice(0, 9)) + BigInt(by) * 1_000_000_000n;
  const digits = String(nanoseconds < 0n ? -nanoseconds : nanoseconds).padStart(10, '0');
  return `${nanoseconds < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function intervalText(text: string): string {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const total = Number(whole);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${text.startsWith('-') ? '-' : '+'}${two(total / 86_400)} ${two((total % 86_400) / 3600)}:${two((total % 3600) / 60)}:${two(total % 60)}.${fraction.padEnd(9, '0').slice(0, 9)}`;
}
