import type { CollectionDescription } from '../adapter/collection.ts';
import { formatCollection } from '../adapter/collection.ts';
import { LienThongError } from '../errors/lienthong-error.ts';
import { findTextReader } from '../map/conversion.ts';

/** A column that says of each row whether it may travel. */
export interface RowMark {
  readonly column: string;
  /** Values that say that it may: as text, `null` for SQL NULL. Whatever is not listed blocks. */
  readonly open: readonly (string | number | boolean | null)[];
}

/**
 * Whether a raw value of the mark's column says that the row is open. Texts compare in NFC, without white space around; a value that
 * is missing, or that the driver gave in another form than promised, says nothing, and so the row is not open. Throws MAPPING_INVALID
 * when the collection has no such column, or one that cannot be read as text.
 */
export function compileRowMark({ column, open }: RowMark, collection: CollectionDescription): (raw: unknown) => boolean {
  const name = formatCollection(collection.collection);
  const type = collection.columns.find((candidate) => candidate.name === column)?.type;
  const read = type === undefined ? undefined : findTextReader(type);
  if (read === undefined) {
    const there = collection.columns.some((candidate) => candidate.name === column);
    throw new LienThongError('MAPPING_INVALID', {
      message: `the mark of state secrets: ${name} has no column ${column}${there ? ' that can be read as text' : ''}`,
      remedy: 'Name in stateSecret.column the column that says how secret a row is.',
    });
  }
  const openNull = open.includes(null);
  const texts = new Set(open.filter((value) => value !== null).map((value) => plain(String(value))));
  return (raw) => {
    if (raw === null) return openNull;
    if (raw === undefined) return false;
    const text = read(raw);
    return typeof text === 'string' && (texts.has(text) || texts.has(plain(text)));
  };
}

function plain(text: string): string {
  return text.normalize('NFC').trim();
}
