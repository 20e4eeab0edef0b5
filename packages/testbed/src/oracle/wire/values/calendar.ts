/** A moment in parts, without a zone. */
export interface Moment {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
}

/** What stands in a text: 'YYYY-MM-DD hh:mm:ss', up to nine digits of a second, and from `zoneAt` on a zone, if there is one. */
export interface Parsed extends Moment {
  zoneAt: number;
}

/** Written over by the next text. */
const parsed: Parsed = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, nanoseconds: 0, zoneAt: 0 };
const zero = 48;

/** The result is valid until the next call. Throws a `TypeError` on another form. */
export function parseMoment(text: string): Parsed {
  const isBeforeChrist = text.startsWith('-');
  const from = isBeforeChrist ? 1 : 0;
  const year = digits(text, from, 4);
  parsed.year = isBeforeChrist ? -year : year;
  parsed.month = digits(text, from + 5, 2);
  parsed.day = digits(text, from + 8, 2);
  parsed.hour = digits(text, from + 11, 2);
  parsed.minute = digits(text, from + 14, 2);
  parsed.second = digits(text, from + 17, 2);
  parsed.nanoseconds = 0;
  let at = from + 19;
  if (text.charCodeAt(at) === 46) {
    const start = ++at;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at - start > 9 || at === start) throw new TypeError('A time with other than one to nine digits of a second.');
    parsed.nanoseconds = digits(text, start, at - start) * 10 ** (9 - at + start);
  }
  parsed.zoneAt = at;
  if (at < text.length && text.charCodeAt(at) !== 32) throw new TypeError('A date of another form.');
  return parsed;
}

export function textOfMoment(moment: Moment, withFraction: boolean): string {
  const { year, month, day, hour, minute, second, nanoseconds } = moment;
  const date = `${year < 0 ? '-' : ''}${padded(Math.abs(year), 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  const text = `${date} ${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}`;
  return withFraction ? `${text}.${padded(nanoseconds, 9)}` : text;
}

/** Moves it; days are those of Oracle's calendar: Julian until 4 October 1582, which the 15th follows. */
export function shiftMinutes(moment: Moment, minutes: number): void {
  const total = moment.hour * 60 + moment.minute + minutes;
  const days = Math.floor(total / 1440);
  const rest = total - days * 1440;
  moment.hour = Math.floor(rest / 60);
  moment.minute = rest % 60;
  for (let day = 0; day < days; day++) tomorrow(moment);
  for (let day = 0; day > days; day--) yesterday(moment);
}

function tomorrow(moment: Moment): void {
  moment.day++;
  if (isGap(moment, 5)) moment.day = 15;
  if (moment.day <= lengthOf(moment.year, moment.month)) return;
  moment.day = 1;
  moment.month++;
  if (moment.month <= 12) return;
  moment.month = 1;
  moment.year = moment.year === -1 ? 1 : moment.year + 1;
}

function yesterday(moment: Moment): void {
  moment.day--;
  if (isGap(moment, 14)) moment.day = 4;
  if (moment.day >= 1) return;
  moment.month--;
  if (moment.month < 1) {
    moment.month = 12;
    moment.year = moment.year === 1 ? -1 : moment.year - 1;
  }
  moment.day = lengthOf(moment.year, moment.month);
}

function isGap({ year, month, day }: Moment, there: number): boolean {
  return year === 1582 && month === 10 && day === there;
}

function lengthOf(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  // There is no year 0: before Christ leap years are -1, -5, …
  const counted = year < 0 ? year + 1 : year;
  const isLeap = counted % 4 === 0 && (counted <= 1582 || counted % 100 !== 0 || counted % 400 === 0);
  return isLeap ? 29 : 28;
}

/** Throws a `TypeError` where something else stands. */
export function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) throw new TypeError('A date, time or interval with something other than a digit where one belongs.');
    value = value * 10 + code - zero;
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= zero + 9;
}

export function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
