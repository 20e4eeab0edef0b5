const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

interface Moment {
  readonly year: string;
  readonly isBeforeChrist: boolean;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** Nine digits. */
  readonly fraction: string;
  /** `+07:00` or a region; empty without one. */
  readonly zone: string;
}

/** A date or timestamp in the form of `OracleValue`, written by a format of NLS; `scale` is what `FF` without a digit takes. */
export function formatMoment(value: string, format: string, scale: number): string {
  const moment = parseMoment(value);
  return format.replaceAll(
    /"([^"]*)"|(SYYYY|YYYY|RRRR|YY|RR|MM|MON|DD|HH24|HH12|HH|MI|SS|X?FF[1-9]?|TZH|TZM|TZR|AM|PM|BC|AD)/gi,
    (_, quoted, element) => (element === undefined ? String(quoted) : written(moment, String(element).toUpperCase(), scale)),
  );
}

function parseMoment(value: string): Moment {
  const [, sign = '', year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    /^(-?)(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: (\S+))?$/.exec(value) ?? [];
  if (year === '') throw new Error('A moment of the journal has another form than the engine agreed on.');
  return {
    year: year.padStart(4, '0'),
    isBeforeChrist: sign === '-',
    month,
    day,
    hour,
    minute,
    second,
    fraction: fraction.padEnd(9, '0'),
    zone,
  };
}

function written(moment: Moment, element: string, scale: number): string {
  const half = String(Number(moment.hour) % 12 || 12).padStart(2, '0');
  if (element.includes('FF')) {
    const digits = moment.fraction.slice(0, Number(/\d$/.exec(element)?.[0] ?? scale));
    return `${element.startsWith('X') ? '.' : ''}${digits}`;
  }
  switch (element) {
    case 'SYYYY':
      return `${moment.isBeforeChrist ? '-' : ' '}${moment.year}`;
    case 'YYYY':
    case 'RRRR':
      return moment.year;
    case 'YY':
    case 'RR':
      return moment.year.slice(-2);
    case 'MM':
      return moment.month;
    case 'MON':
      return months[Number(moment.month) - 1] ?? '';
    case 'DD':
      return moment.day;
    case 'HH24':
      return moment.hour;
    case 'HH12':
    case 'HH':
      return half;
    case 'MI':
      return moment.minute;
    case 'SS':
      return moment.second;
    case 'TZH':
      return moment.zone.slice(0, 3);
    case 'TZM':
      return moment.zone.slice(4);
    case 'TZR':
      return moment.zone;
    case 'AM':
    case 'PM':
      return Number(moment.hour) < 12 ? 'AM' : 'PM';
    default:
      return moment.isBeforeChrist ? 'BC' : 'AD';
  }
}
