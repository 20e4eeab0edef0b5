import { isCalendarDay } from '../canonical/calendar.ts';
import type { Reading } from '../canonical/failure.ts';
import type { CanonicalKind } from '../canonical/types.ts';
import type { Property } from '../contract/contract.ts';
import { placeholderDropped } from '../dates/findings.ts';
import type { PlainValues } from '../dictionary/dictionary.ts';
import type { Notes } from '../dictionary/noted.ts';
import type { ValueReader } from './conversion.ts';

/** Days that a mapping declares to mean no value. */
export interface Placeholders {
  /** Whether a date, as text of any precision and with any time, is one. */
  include(text: string): boolean;
  /** A test of the bytes of a date, as databases print it: it is surely none. */
  readonly excluded: PlainValues['holds'];
}

const kinds: ReadonlySet<CanonicalKind> = new Set(['date', 'partial-date', 'timestamp', 'timestamptz']);
const form = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const zeros = '0000-00-00';
const onlyZeros = /^[\W_]*0[0\W_]*$/;
const withTime = /^\d{4}-\d\d-\d\d[ T]\d/;

export function compilePlaceholders(
  { type }: Property,
  declared: readonly string[] | undefined,
  problem: (message: string) => undefined,
): Placeholders | undefined {
  if (!kinds.has(type.kind)) return problem(`dates do not make a ${type.kind}`);
  if (declared?.length === 0) return problem('placeholders names no day');
  const wrong = declared?.filter((text) => text !== zeros && !isPartialDate(text)) ?? [];
  for (const text of wrong) problem(`placeholder ${text}: write it as YYYY, YYYY-MM or YYYY-MM-DD, or as ${zeros} for zeros alone`);
  if (wrong.length > 0) return undefined;
  const known = new Set(declared);
  const days = [...known].filter((text) => text.length === zeros.length).map((text) => Buffer.from(text));
  // By the last digit of the month, and the day: few dates need a longer look.
  const candidates = days.map((day) => ({ day, end: day.readInt32BE(6) }));
  return {
    include: (text) => known.has(withTime.test(text) ? text.slice(0, 10) : text) || (known.has(zeros) && onlyZeros.test(text)),
    excluded(bytes, start, end) {
      if (end - start < zeros.length) return true;
      const last = bytes.getInt32(start + 6);
      for (const one of candidates) if (one.end === last && startsWith(bytes, start, one.day)) return false;
      return true;
    },
  };
}

/** Reads a column of dates as `read` does, but for its placeholders. `own` reads what the driver has no text for. */
export function exceptPlaceholders(
  placeholders: Placeholders,
  own: ValueReader | undefined,
  read: ValueReader,
): (raw: unknown, notes: Notes) => Reading | null {
  return (raw, notes) => {
    // As the driver has it: a day of zeros has no canonical form.
    const text = typeof raw === 'string' ? raw : own?.(raw);
    if (typeof text !== 'string' || !placeholders.include(text)) return read(raw);
    notes.push(placeholderDropped);
    return null;
  };
}

function isPartialDate(text: string): boolean {
  const [, year, month = '01', day = '01'] = form.exec(text) ?? [];
  return year !== undefined && isCalendarDay(Number(year), Number(month), Number(day));
}

function startsWith(bytes: DataView, start: number, text: Uint8Array): boolean {
  for (let place = 0; place < text.length; place++) if (bytes.getUint8(start + place) !== text[place]) return false;
  return true;
}
