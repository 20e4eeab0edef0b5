import { finding } from '../check/finding.ts';

/** Why a text is no date of a pattern. Constants: a column of a million of them makes no garbage. */
export const unreadable = finding(
  'error',
  'date-unreadable',
  'does not fit the date pattern: look at what else the column holds with a survey of its dates',
);

export const notInCalendar = finding(
  'error',
  'date-not-in-calendar',
  'fits the pattern and is no day of the calendar: look whether day and month change places in this column',
);

export const notInDay = finding('error', 'date-time-not-in-day', 'has a time that a day does not have');

export const zeroPart = finding(
  'warning',
  'date-part-zero',
  'has a day or month of zeros: if that means not known, read the column with zeroParts: unknown',
);

// What follows is told of a value that was read. A repair that a person asked for is a warning: it colours nothing red.

export const ambiguous = finding(
  'needs-reference',
  'date-ambiguous',
  'The text fits two of the patterns and is another date in each: the first of them was taken, as the mapping says.',
);

export const pivotUsed = finding(
  'warning',
  'date-pivot-used',
  'Two digits of a year were taken for one of the hundred years from the pivot on, as the mapping says.',
);

export const zerosDropped = finding(
  'warning',
  'date-zeros-dropped',
  'Zeros for a day or month were read as not known, as the mapping says.',
);

export const serialRead = finding(
  'warning',
  'date-serial-read',
  'The number that a spreadsheet keeps for a day was read as that day, as the mapping says.',
);

export const placeholderDropped = finding(
  'warning',
  'date-placeholder-dropped',
  'A day that fills a gap became no value, as the mapping says.',
);
