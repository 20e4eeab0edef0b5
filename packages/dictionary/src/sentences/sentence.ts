/** What a code says of a value, for people, in a sentence that fits every finding of the code. */
export interface FindingSentence {
  readonly vi: string;
  readonly en: string;
}

export type FindingSentences = Readonly<Record<string, FindingSentence>>;
