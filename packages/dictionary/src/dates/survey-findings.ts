import type { CountedFinding } from '../finding.ts';
import type { DateReport } from './date-survey.ts';
import { datePlaceholders } from './placeholders.ts';

/** A birthday in 365 is the first of January; ten times that is a clerk who knew only the year. */
const firstOfJanuaryShare = 0.03;

// Of a handful of rows a share says nothing.
const minimumRows = 100;

type Counted = Omit<DateReport, 'proposedPatterns' | 'findings'>;

/** What a person must decide about a column. Messages have counts and names of rules, and no value. */
export function findingsOf(report: Counted): readonly CountedFinding[] {
  return [...orderFindings(report), ...placeholderFindings(report), ...shapeFindings(report)];
}

function orderFindings({ order: { dayFirst, monthFirst, either } }: Counted): readonly CountedFinding[] {
  const counts = `${dayFirst} rows are days only as day before month, ${monthFirst} only as month before day, ${either} as both`;
  if (dayFirst > 0 && monthFirst > 0)
    return [
      {
        code: 'date-order-mixed',
        severity: 'error',
        // Those that the better of the two orders cannot read: a single slip must not condemn a column.
        count: Math.min(dayFirst, monthFirst),
        message: `${counts}: two sources flow together here; tell them apart first`,
      },
    ];
  if (either === 0 || dayFirst > 0 || monthFirst > 0) return [];
  const message = `${counts}: the order is not proven; ask who keeps the source, or compare rows with the paper`;
  return [{ code: 'date-order-unproven', severity: 'needs-reference', count: either, message }];
}

function placeholderFindings({ placeholders, firstOfJanuary, total, empty }: Counted): readonly CountedFinding[] {
  const filled = total - empty;
  const found = datePlaceholders.flatMap(({ id, origin, minimumShare }): CountedFinding[] => {
    const count = placeholders.get(id) ?? 0;
    if (count === 0 || count < minimumShare * filled || (minimumShare > 0 && filled < minimumRows)) return [];
    const message = `${count} of ${filled} rows have ${origin} (${id}): declare it in the mapping (placeholders), if the agency confirms it`;
    return [{ code: 'date-placeholder', severity: 'warning', count, message }];
  });
  if (filled < minimumRows || firstOfJanuary <= firstOfJanuaryShare * filled) return found;
  const message = `${firstOfJanuary} of ${filled} rows are a first of January: where only the year was known, keep only the year`;
  return [...found, { code: 'date-first-of-january', severity: 'warning', count: firstOfJanuary, message }];
}

function shapeFindings({ shapes }: Counted): readonly CountedFinding[] {
  const finding = (
    code: string,
    severity: CountedFinding['severity'],
    count: number | undefined,
    message: string,
  ): readonly CountedFinding[] => (count === undefined ? [] : [{ code, severity, count, message: `${count} rows ${message}` }]);
  return [
    ...finding(
      'date-two-digit-year',
      'needs-reference',
      shapes.get('short-year'),
      'have two digits of the year: say in the mapping which hundred years they mean (pivot)',
    ),
    ...finding(
      'date-six-digits',
      'needs-reference',
      shapes.get('six-digits'),
      'are six digits, which three orders explain: ask for the order',
    ),
    ...finding(
      'date-serial',
      'needs-reference',
      shapes.get('serial'),
      'can be day numbers of a spreadsheet: compare some with the paper, then say so in the mapping (serials)',
    ),
    ...finding(
      'date-part-zero',
      'warning',
      shapes.get('zero-parts'),
      'have a day or month of zeros: read them as not known (zeroParts), if that is meant',
    ),
    ...finding(
      'date-unreadable',
      'error',
      shapes.get('unreadable'),
      'are no date in any known form, or a day that the calendar does not have',
    ),
  ];
}
