import { dateEvidence } from '../../dates/date-shape.ts';
import { startDateSurvey } from '../../dates/date-survey.ts';
import { noFindings } from '../../finding.ts';
import type { Conclusion, Kind, ReadingCount } from './kind.ts';

/** Meant as a date, though the calendar has no such day. */
const threeNumbers = /^\s*\d{1,4}([/.-])\d{1,2}\1\d{1,4}(?!\d)/;

/** Dates in any form: the survey counts what the column proves of their order, and finds what stands for no date. */
export const dateKind: Kind = {
  fit(text) {
    const { shape } = dateEvidence(text);
    if (shape === 'unreadable') return threeNumbers.test(text) ? 'nearly' : 'not';
    return shape === 'zero-parts' || shape === 'serial' || shape === 'six-digits' ? 'nearly' : 'fits';
  },
  start() {
    const survey = startDateSurvey();
    return {
      inspect(text) {
        survey.add(text);
        return noFindings;
      },
      conclude(): Conclusion {
        const { findings, order, proposedPatterns, total } = survey.report();
        const orders: readonly ReadingCount[] = [
          { reading: 'day-first', fits: order.dayFirst + order.either, of: total },
          { reading: 'month-first', fits: order.monthFirst + order.either, of: total },
        ];
        // An order that the column proves has no rival.
        const rivals = order.dayFirst > 0 === order.monthFirst > 0 && order.dayFirst + order.either > 0;
        return { findings, forms: proposedPatterns, readings: rivals ? orders : [] };
      },
    };
  },
};

const telling: ReadonlySet<string> = new Set([
  'slashes',
  'dashes',
  'dots',
  'iso',
  'year-first',
  'compact-year-first',
  'compact-year-last',
  'short-year',
  'words',
]);

/** Whether the form alone says that it is a date: four, five or six digits can be anything. */
export function looksLikeDate(text: string): boolean {
  return telling.has(dateEvidence(text).shape);
}
