import type { Finding } from '../finding.ts';

/** What can be wrong with one date. Constants: a column of a million of them makes no garbage. */
export const unreadable: Finding = {
  code: 'date-unreadable',
  severity: 'error',
  message: 'does not fit the date pattern: look at what else the column holds with a survey of its dates',
};

export const notInCalendar: Finding = {
  code: 'date-not-in-calendar',
  severity: 'error',
  message: 'fits the pattern and is no day of the calendar: look whether day and month change places in this column',
};

export const notInDay: Finding = {
  code: 'date-time-not-in-day',
  severity: 'error',
  message: 'has a time that a day does not have',
};

export const zeroPart: Finding = {
  code: 'date-part-zero',
  severity: 'warning',
  message: 'has a day or month of zeros: if that means not known, read the column with zeroParts: unknown',
};

export const ambiguous: Finding = {
  code: 'date-ambiguous',
  severity: 'needs-reference',
  message: 'fits two of the patterns and is another date in each: decide for one by a survey of the column',
};
