import { pieces, trimmed } from './formatting.ts';
import { capitals } from './text.ts';

const diplomatic = /^(\d\d)(NG|NN|QT|CV)(\d{3})(\d\d)$/;
const military = /^([A-Z]{2})(\d\d)(\d\d)$/;
// What can be read in one way only, though its separators are gone: two letters, a letter with a digit, a letter alone.
const readOneWay = /^(?:\d\d(?:[A-Z]{2}|MĐ[1-9]|TĐ)(?=\d{4,5}$)|\d\d[A-Z][1-9](?=\d{5}$)|\d\d[A-Z](?=0?\d{4}$))/;
const readTwoWays = /^(\d\d[A-Z])([1-9]\d{4})$/;

/** Series, hyphen, number. A plate that can be read in two ways and has no separator to decide stays without hyphen. */
export function plainPlate(text: string): string {
  const parts = pieces(capitals(text));
  const joined = parts.join('');
  const special = joined.replace(diplomatic, '$1-$2-$3-$4').replace(military, '$1-$2-$3');
  if (special !== joined) return special;
  const plain = joined.replace(readOneWay, '$&-');
  if (plain !== joined) return plain;
  if (!readTwoWays.test(joined)) return joined === '' ? '' : trimmed(capitals(text));
  const breaks = breaksOf(parts);
  if (breaks.has(3) === breaks.has(4)) return joined;
  return breaks.has(3) ? asCar(joined) : `${joined.slice(0, 4)}-${joined.slice(4)}`;
}

/** The reading as the plate of a car with five digits, where a motorbike of the old form with four is the other. */
export function asCar(plate: string): string {
  return readTwoWays.test(plate) ? `${plate.slice(0, 3)}-${plate.slice(3)}` : plate;
}

/** Where the separators stood, as counts of the characters before them. */
function breaksOf(parts: readonly string[]): ReadonlySet<number> {
  let length = 0;
  return new Set(parts.map((part) => (length += part.length)));
}
