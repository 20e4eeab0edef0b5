import { type Failure, failure, type Reading } from '../canonical/failure.ts';
import type { CanonicalKind } from '../canonical/types.ts';
import type { Property } from '../contract/contract.ts';
import { compileDateReader, type DateReader } from '../dates/date-reader.ts';
import { notInCalendar, notInDay, placeholderDropped, serialRead, zeroPart } from '../dates/findings.ts';
import { readByFirst } from '../dates/read-by-first.ts';
import { readSerial } from '../dates/serial.ts';
import type { Notes } from '../dictionary/noted.ts';
import type { DatesStep, Steps } from './mapping.ts';
import { compilePlaceholders } from './placeholders.ts';

type Problem = (message: string) => undefined;

/** Of a text that fits a pattern and is no date. */
const failures = new Map([
  [notInCalendar, failure('not-representable', 'is a day that the calendar does not have')],
  [notInDay, failure('not-representable', 'is a time that a day does not have')],
  [zeroPart, failure('not-representable', 'has a day or month of zeros: zeroParts: unknown in the mapping reads them as not known')],
]);
const onlyPartial = failure('type-mismatch', 'is no more than a year or a month, and the contract says date');
const unreadable = failure('date-unreadable', 'fits none of the date patterns');

/** The step with its short form written out. */
export function datesStepOf({ dates }: Steps): DatesStep | undefined {
  return dates !== undefined && isPatterns(dates) ? { patterns: dates } : dates;
}

function isPatterns(dates: NonNullable<Steps['dates']>): dates is readonly string[] {
  return Array.isArray(dates);
}

/** Whether dates are read out of text; else the column has dates, and only placeholders are looked for. */
export function readsDateText(steps: Steps): boolean {
  const step = datesStepOf(steps);
  return step !== undefined && (step.placeholders === undefined || step.patterns !== undefined || step.serials !== undefined);
}

/** Whether there can be something to tell of a date. */
export function datesNote(steps: Steps): boolean {
  const { patterns = [], ...rest } = datesStepOf(steps) ?? {};
  return patterns.length > 1 || Object.values(rest).some((option) => option !== undefined);
}

/** From text to the property's canonical text; null for a placeholder. */
export function compileDates(
  property: Property,
  step: DatesStep,
  reader: (text: string) => Reading,
  problem: Problem,
): ((text: string, notes: Notes) => Reading | null) | undefined {
  const placeholders = compilePlaceholders(property, step.placeholders, problem);
  const read = readerOf(step, property.type.kind, problem);
  if (placeholders === undefined || read === undefined) return undefined;
  const wholeDay = property.type.kind === 'date';
  return (text, notes) => {
    const before = notes.length;
    const date = placeholders.include(text) ? null : read(text, notes);
    if (date === null || (typeof date === 'string' && placeholders.include(date))) {
      // Of how it was written nothing is told: it means nothing.
      notes.length = before;
      notes.push(placeholderDropped);
      return null;
    }
    if (typeof date !== 'string') return date;
    return wholeDay && (date.length === 4 || date.length === 7) ? onlyPartial : reader(date);
  };
}

type Read = (text: string, notes: Notes) => string | Failure;

function readerOf(step: DatesStep, kind: CanonicalKind, problem: Problem): Read | undefined {
  const { patterns = [], serials } = step;
  const wrong = wrongOption(step, kind);
  if (wrong !== undefined) return problem(wrong);
  const readers = readersOf(patterns, step, kind, problem);
  if (readers === undefined) return undefined;
  // Without either the text is to be canonical itself.
  if (patterns.length === 0 && serials === undefined) return (text) => text;
  return (text, notes) => {
    const date = readByFirst(readers, text, notes);
    if (typeof date === 'string') return date;
    const day = serials === undefined ? undefined : readSerial(text, serials);
    if (day === undefined) return failures.get(date) ?? unreadable;
    notes.push(serialRead);
    return day;
  };
}

function wrongOption({ patterns = [], serials, zeroParts, placeholders }: DatesStep, kind: CanonicalKind): string | undefined {
  if (patterns.length === 0 && serials === undefined && placeholders === undefined) return 'dates names no pattern';
  if (zeroParts !== undefined && zeroParts !== 'unknown') return 'zeroParts must be unknown';
  if (serials === undefined) return undefined;
  if (serials !== 1900 && serials !== 1904) return 'serials must be 1900 or 1904';
  return kind === 'date' || kind === 'partial-date' ? undefined : `serials are days, and the contract says ${kind}`;
}

function readersOf(patterns: readonly string[], { pivot, zeroParts }: DatesStep, kind: CanonicalKind, problem: Problem) {
  const readers: DateReader[] = [];
  for (const pattern of patterns) {
    const reader = compileDateReader(pattern, { pivot, zeroParts });
    const why = typeof reader === 'string' ? reader : whyUnfit(reader, kind);
    if (typeof reader === 'string' || why !== undefined) problem(`date pattern ${pattern}: ${why}`);
    else readers.push(reader);
  }
  if (readers.length < patterns.length) return undefined;
  if (pivot !== undefined && !readers.some(({ shortYear }) => shortYear)) return problem('pivot is stated, and no pattern reads yy');
  return readers;
}

/** A part that the contract asks for and the pattern does not read would have to be made up. */
function whyUnfit({ precision }: DateReader, kind: CanonicalKind): string | undefined {
  if (kind === 'timestamp' || kind === 'timestamptz') return precision === 'time' ? undefined : 'a date with time needs hours and minutes';
  if (precision === 'time') return 'a date has no time';
  return kind === 'partial-date' || precision === 'day'
    ? undefined
    : `it reads a ${precision}, and the contract says date: what is not known is not made up; let the contract say partial-date`;
}
