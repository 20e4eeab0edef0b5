import type { Finding } from '../check/finding.ts';
import type { Notes } from '../dictionary/noted.ts';
import { type DateReader, precisions } from './date-reader.ts';
import { ambiguous, pivotUsed, unreadable, zerosDropped } from './findings.ts';

/** Of several readers in order, the first that reads a date is believed, and `notes` tell what there is to tell of it; else why not. */
export function readByFirst(readers: readonly DateReader[], text: string, notes: Notes): string | Finding {
  let why: Finding = unreadable;
  for (let index = 0; index < readers.length; index++) {
    const reader = readers[index];
    const date = reader?.read(text) ?? unreadable;
    if (reader !== undefined && typeof date === 'string') {
      if (reader.shortYear) notes.push(pivotUsed);
      if (date.length < precisions[reader.precision]) notes.push(zerosDropped);
      if (readsOther(readers, index + 1, text, date)) notes.push(ambiguous);
      return date;
    }
    if (why === unreadable && typeof date !== 'string') why = date;
  }
  return why;
}

/** Whether one of the later ones reads another date. */
function readsOther(readers: readonly DateReader[], from: number, text: string, date: string): boolean {
  for (let index = from; index < readers.length; index++) {
    const other = readers[index]?.read(text);
    if (typeof other === 'string' && other !== date) return true;
  }
  return false;
}
