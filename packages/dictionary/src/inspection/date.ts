import type { PlainValues, PropertyInspector } from '@lienthong/core';
import { datePlaceholders } from '../dates/placeholders.ts';
import { type Finding, finding, noFindings } from '../finding.ts';

const placeholder = finding(
  'warning',
  'date-placeholder',
  'A day that systems write where none is known: declare it in the mapping (`placeholders`) to make it no value.',
);
const suspected = finding(
  'needs-reference',
  'date-placeholder-suspected',
  'A day that systems write where none is known, and that can be true: compare with the paper, then declare it in the mapping (`placeholders`).',
);

const known: ReadonlyMap<string, readonly Finding[]> = new Map(
  datePlaceholders.map(({ day, minimumShare }) => [day, [minimumShare === 0 ? placeholder : suspected]]),
);

// The last digit of the month, and the day: most days are told from all placeholders by these four bytes.
const days = datePlaceholders.map(({ day }) => day);
const ends = [...new Set(days.map((day) => Buffer.from(day).readInt32BE(6)))];

const plain: PlainValues = {
  holds(bytes, start, end) {
    if (end - start < 10) return false;
    const last = bytes.getInt32(start + 6);
    for (let index = 0; index < ends.length; index++) if (ends[index] === last) return false;
    return true;
  },
  findings: noFindings,
  known: { kind: 'day-except', days },
};

/** Canonical dates, with or without a time; an instant by its day in UTC. Too many firsts of January only a whole column shows. */
export const dateInspector: PropertyInspector = {
  inspect: (text) => known.get(text.slice(0, 10)) ?? noFindings,
  // Of a day of birth every part tells something.
  mask: () => undefined,
  plain,
};
