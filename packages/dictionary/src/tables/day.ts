import { isCalendarDay } from '@lienthong/core';

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

export function holdsOn(period: Period, at: Day): boolean {
  return (period.from === undefined || period.from <= at) && (period.to === undefined || at <= period.to);
}
