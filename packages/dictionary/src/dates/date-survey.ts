import type { CountedFinding } from '../finding.ts';
import { type DateEvidence, type DateShape, dateEvidence } from './date-shape.ts';
import { datePlaceholders } from './placeholders.ts';
import { findingsOf } from './survey-findings.ts';

/** How the two numbers before a year are ordered, as far as the column proves it. */
export interface OrderCounts {
  /** Only day before month makes a day of these: the first number is above 12. */
  readonly dayFirst: number;
  readonly monthFirst: number;
  /** Both orders make a day, and another one each. */
  readonly either: number;
}

export interface DateReport {
  readonly total: number;
  readonly empty: number;
  readonly shapes: ReadonlyMap<DateShape, number>;
  readonly withTime: number;
  readonly order: OrderCounts;
  /** Rows whose day and month are the first of January, without those of placeholders. */
  readonly firstOfJanuary: number;
  /** By id of `datePlaceholders`; rows that have the day, whether it is found to be a placeholder or not. */
  readonly placeholders: ReadonlyMap<string, number>;
  /** What the column proves and a person confirms; empty when it proves nothing. */
  readonly proposedPatterns: readonly string[];
  readonly findings: readonly CountedFinding[];
}

export interface DateSurvey {
  /** Takes a value, or a value and in how many rows it is. */
  add(text: string, count?: number): void;
  report(): DateReport;
}

/** Looks at a column in one pass. It keeps counts and no values: its memory does not grow with the column. */
export function startDateSurvey(): DateSurvey {
  const counts: Counts = {
    total: 0,
    empty: 0,
    withTime: 0,
    firstOfJanuary: 0,
    order: { dayFirst: 0, monthFirst: 0, either: 0 },
    shapes: new Map(),
    placeholders: new Map(),
  };
  return {
    add(text, count = 1) {
      counts.total += count;
      if (text.trim() === '') counts.empty += count;
      else addEvidence(counts, dateEvidence(text), count);
    },
    report() {
      const { shapes, placeholders, order, ...numbers } = counts;
      const report = { ...numbers, order: { ...order }, shapes: new Map(shapes), placeholders: new Map(placeholders) };
      return { ...report, proposedPatterns: proposedPatterns(counts), findings: findingsOf(report) };
    },
  };
}

interface Counts {
  total: number;
  empty: number;
  withTime: number;
  firstOfJanuary: number;
  readonly order: { dayFirst: number; monthFirst: number; either: number };
  readonly shapes: Map<DateShape, number>;
  readonly placeholders: Map<string, number>;
}

const placeholderOf: ReadonlyMap<string, string> = new Map(datePlaceholders.map(({ day, id }) => [day, id]));

function addEvidence(counts: Counts, { shape, withTime, order, day }: DateEvidence, count: number): void {
  counts.shapes.set(shape, (counts.shapes.get(shape) ?? 0) + count);
  if (withTime) counts.withTime += count;
  if (order === 'day-first') counts.order.dayFirst += count;
  else if (order === 'month-first') counts.order.monthFirst += count;
  else if (order === 'either') counts.order.either += count;
  if (day === undefined) return;
  const placeholder = placeholderOf.get(day);
  if (placeholder !== undefined) counts.placeholders.set(placeholder, (counts.placeholders.get(placeholder) ?? 0) + count);
  else if (day.endsWith('-01-01')) counts.firstOfJanuary += count;
}

const signs: readonly (readonly [DateShape, string])[] = [
  ['slashes', '/'],
  ['dashes', '-'],
  ['dots', '.'],
];

function proposedPatterns({ order, shapes, withTime }: Counts): readonly string[] {
  const proven = order.dayFirst > 0 !== order.monthFirst > 0;
  const [first, second] = order.dayFirst > 0 ? ['d', 'M'] : ['M', 'd'];
  const ordered = proven ? signs.filter(([shape]) => shapes.has(shape)).map(([, sign]) => `${first}${sign}${second}${sign}yyyy`) : [];
  const others: readonly (readonly [DateShape, string])[] = [
    ['iso', 'yyyy-MM-dd'],
    ['compact-year-first', 'yyyyMMdd'],
    ['compact-year-last', 'ddMMyyyy'],
    ['words', "'ngày' d 'tháng' M 'năm' yyyy"],
    ['year', 'yyyy'],
  ];
  const sure = others.filter(([shape]) => shapes.has(shape)).map(([, pattern]) => pattern);
  // Of the time behind the day the counts say no more than that it is there.
  return withTime > 0 ? [] : [...ordered, ...sure];
}
