import { convincing, type Weight, weighWord, westernLetters } from '../syllable/weigh.ts';
import { markedWords } from '../words.ts';
import type { Candidate } from './candidates.ts';

/** What became of one candidate when it was tried on the samples. */
export interface Trial {
  readonly candidate: Candidate;
  /** Mean weight of the words, 0 to 1. */
  readonly score: number;
  /** By value: nothing in it is against the candidate; Unicode, which forbids nothing, has to have more for it than letters. */
  readonly allows: readonly boolean[];
  /** By value: all of it speaks for the candidate. */
  readonly convinces: readonly boolean[];
  /** What the candidate makes of each distinct word. */
  readonly readings: ReadonlyMap<string, string>;
  readonly weights: ReadonlyMap<string, Weight>;
}

/** A word that fills half of the column should not outvote all others. */
const occurrencesThatCount = 20;

export function tryCandidate(candidate: Candidate, values: readonly string[]): Trial {
  const readings = new Map<string, string>();
  const weights = new Map<string, Weight>();
  const occurrences = new Map<string, number>();
  const allows: boolean[] = [];
  const convinces: boolean[] = [];
  const leastAllowed = candidate.origin === 'unicode' ? westernLetters : 0;
  let sum = 0;
  let counted = 0;
  const weightOf = (word: string): Weight => {
    const known = weights.get(word);
    if (known !== undefined) return known;
    const octets = candidate.octetsOf(word);
    const reading = octets === undefined ? undefined : candidate.read(octets);
    const weight = reading === undefined ? 0 : weighWord(reading, candidate.origin);
    if (reading !== undefined) readings.set(word, reading);
    weights.set(word, weight);
    return weight;
  };
  for (const value of values) {
    const possible = candidate.octetsOf(value) !== undefined;
    const found = markedWords(value).map((word) => ({ word, weight: possible ? weightOf(word) : 0 }));
    for (const { word, weight } of found) {
      const before = occurrences.get(word) ?? 0;
      occurrences.set(word, before + 1);
      if (before >= occurrencesThatCount) continue;
      sum += weight;
      counted++;
    }
    allows.push(found.every(({ weight }) => weight > leastAllowed));
    convinces.push(found.every(({ weight }) => weight >= convincing));
  }
  return { candidate, score: counted === 0 ? 0 : sum / counted, allows, convinces, readings, weights };
}

/** Whether, of the words that the two read differently, `best` is better at far more than it is not: then the other is no rival. */
export function outdoes(best: Trial, other: Trial): boolean {
  let better = 0;
  let contradicted = 0;
  for (const [word, reading] of other.readings) {
    if (best.readings.get(word) === reading) continue;
    const weight = other.weights.get(word) ?? 0;
    if (weight < (best.weights.get(word) ?? 0)) better++;
    // What neither can read, a slip of the keyboard, speaks for neither.
    else if (weight > 0) contradicted++;
  }
  return better >= contradicted * farMore;
}

const farMore = 3;
