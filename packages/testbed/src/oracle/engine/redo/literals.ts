import type { OracleType } from '../../engine.ts';
import type { Value } from './image.ts';
import { formatMoment } from './moments.ts';

/** How a mining session writes values: its own NLS settings, and whether it asked for literals (STRING_LITERALS_IN_STMT). */
export interface Notation {
  readonly dateFormat: string;
  readonly timestampFormat: string;
  readonly timestampTzFormat: string;
  readonly hasLiterals: boolean;
}

/**
 * A value as SQL_REDO writes it. The forms are those that LogMiner gave on 19c and 23ai as public parsers' captures show them; where
 * none shows one, the line says that it is a belief.
 */
export function literal(value: Value, type: OracleType, notation: Notation): string {
  if (value === null) return 'NULL';
  if (Buffer.isBuffer(value)) return `HEXTORAW('${value.toString('hex')}')`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return quoted(floating(value));
  switch (type.name) {
    case 'number':
      // Literals bare under STRING_LITERALS_IN_STMT: a belief from its description.
      return notation.hasLiterals ? value : quoted(bareZero(value));
    case 'date':
      return notation.hasLiterals
        ? `TO_DATE('${formatMoment(value, 'SYYYY-MM-DD HH24:MI:SS', 0)}', 'SYYYY-MM-DD HH24:MI:SS')`
        : `TO_DATE('${formatMoment(value, notation.dateFormat, 0)}', '${notation.dateFormat}')`;
    case 'timestamp':
      return notation.hasLiterals
        ? `TIMESTAMP '${formatMoment(value, 'SYYYY-MM-DD HH24:MI:SS.FF', type.scale)}'`
        : `TO_TIMESTAMP('${formatMoment(value, notation.timestampFormat, type.scale)}')`;
    case 'timestamp with time zone':
      return `TO_TIMESTAMP_TZ('${formatMoment(value, notation.timestampTzFormat, type.scale)}')`;
    case 'timestamp with local time zone':
      // That the zone's own function is written so is what one parser of many knows.
      return `TO_TIMESTAMP_ITZ('${formatMoment(value, notation.timestampFormat, type.scale)}')`;
    case 'interval year to month':
      return `TO_YMINTERVAL('${years(value, type.precision)}')`;
    case 'interval day to second':
      return `TO_DSINTERVAL('${days(value, type.precision, type.scale)}')`;
    case 'nvarchar2':
    case 'nchar':
    case 'nclob':
      return national(value);
    default:
      return quoted(value);
  }
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `.5`, not `0.5`: Oracle writes no zero in front of a fraction. */
function bareZero(digits: string): string {
  return digits.replace(/^(-?)0\./, '$1.');
}

/** `2.5E+000`, as Oracle turns a binary number into text. */
function floating(value: number): string {
  if (Number.isNaN(value)) return 'Nan';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  const [mantissa = '0', exponent = '+0'] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent[0] ?? '+'}${exponent.slice(1).padStart(3, '0')}`;
}

function years(value: string, precision: number): string {
  const [, sign = '+', year = '', month = ''] = /^([+-]?)(\d+)-(\d+)$/.exec(value) ?? [];
  return `${sign || '+'}${padded(year, precision)}-${month.padStart(2, '0')}`;
}

function days(value: string, precision: number, scale: number): string {
  const [, sign = '+', day = '', time = '', fraction = ''] = /^([+-]?)(\d+) (\d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(value) ?? [];
  return `${sign || '+'}${padded(day, precision)} ${time}${scale > 0 ? `.${fraction.padEnd(scale, '0').slice(0, scale)}` : ''}`;
}

function padded(digits: string, precision: number): string {
  return String(Number(digits)).padStart(precision, '0');
}

/** Characters in one UNISTR; longer ones are joined by `||`. How long they are at most is a belief. */
const nationalPiece = 1000;

function national(text: string): string {
  const pieces: string[] = [];
  for (let start = 0; start < text.length || start === 0; start += nationalPiece) {
    const escaped = [...units(text.slice(start, start + nationalPiece))].join('');
    pieces.push(`UNISTR('${escaped}')`);
  }
  return pieces.join(' || ');
}

/** Each UTF-16 unit: plain ASCII as it is, `\00E9` otherwise. */
function* units(text: string): Generator<string> {
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    if (unit === 0x5c) yield '\\\\';
    else if (unit === 0x27) yield "''";
    else if (unit >= 0x20 && unit < 0x7f) yield text.charAt(place);
    else yield `\\${unit.toString(16).toUpperCase().padStart(4, '0')}`;
  }
}
