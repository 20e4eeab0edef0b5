/** A day of the calendar as `YYYY-MM-DD`: such texts compare as the days do. */
export type Day = string;

/** The days on which something holds: both ends belong to it, an open end is `undefined`. */
export interface Period {
  readonly from: Day | undefined;
  readonly to: Day | undefined;
}

const dayForm = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether the text is a day that the Gregorian calendar has. */
export function isDay(text: string): boolean {
  const parts = dayForm.exec(text);
  return parts !== null && isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

export function isCalendarDay(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function holdsOn(period: Period, at: Day): boolean {
  return (period.from === undefined || period.from <= at) && (period.to === undefined || at <= period.to);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
