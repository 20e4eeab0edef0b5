import { convincing, type Origin, weighWord } from '../syllable/weigh.ts';
import { markedWords } from '../words.ts';

export interface Explained {
  /** Words that are not ASCII. */
  readonly words: number;
  /** Of them, those that nobody would write. */
  readonly strange: number;
  /** All of them are Vietnamese beyond doubt. */
  readonly convincing: boolean;
}

export function explain(text: string, origin: Origin): Explained {
  const weights = markedWords(text).map((word) => weighWord(word, origin));
  return {
    words: weights.length,
    strange: weights.filter((weight) => weight === 0).length,
    convincing: weights.every((weight) => weight >= convincing),
  };
}
