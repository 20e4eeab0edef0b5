import { convincing, type Origin, type Weight, weighWord } from '../syllable/weigh.ts';
import { markedWords } from '../words.ts';

export interface Explained {
  /** Words that are not ASCII. */
  readonly words: number;
  /** Of them, those that nobody would write. */
  readonly strange: number;
  /** Weight of the least likely of them; 1 where there is none. */
  readonly least: Weight;
  /** All of them are Vietnamese beyond doubt. */
  readonly convincing: boolean;
}

export function explain(text: string, origin: Origin): Explained {
  const words = markedWords(text);
  let strange = 0;
  let least = 1;
  for (const word of words) {
    const weight = weighWord(word, origin);
    if (weight === 0) strange++;
    least = Math.min(least, weight);
  }
  return { words: words.length, strange, least, convincing: least >= convincing };
}
