import type { TypeMapping } from '../adapter/type-mapping.ts';
import { failure, type Reading } from '../canonical/failure.ts';
import { readText } from '../canonical/text.ts';
import type { Dictionary } from '../dictionary/dictionary.ts';
import type { Notes } from '../dictionary/noted.ts';
import type { Steps } from './mapping.ts';

/** A driver's value (never NULL) as text, with what was repaired on the way. */
export type TextReading = (raw: unknown, notes: Notes) => Reading;

const notText = failure('type-mismatch', 'is neither text nor bytes as the driver promised');

/** Reads text that was written in a legacy encoding: strings as the driver made them, or bytes where it had some. */
export function legacyReader(
  column: TypeMapping,
  { encoding = 'auto', readAs }: Steps,
  dictionary: Dictionary | undefined,
  problem: (message: string) => undefined,
): TextReading | undefined {
  if (column.raw !== 'text' && column.raw !== 'bytes')
    return problem(`column type ${column.native} holds no text of any encoding: leave encoding out`);
  if (encoding === 'auto') return problem('encoding: auto is decided when the connector opens the dataset, and was not');
  if (dictionary === undefined) return problem('encoding needs a dictionary');
  const repair = dictionary.textRepair({ encoding, readAs });
  if (typeof repair === 'string') return problem(repair);
  return (raw, notes) => {
    // Before it is composed: a mark that stands apart may be a byte of its own.
    if (typeof raw !== 'string' && !(raw instanceof Uint8Array)) return notText;
    return readText(repair.repair(raw, notes));
  };
}
