import { contractSentences } from './contract.ts';
import { identifierSentences } from './identifiers.ts';
import { listSentences } from './lists.ts';
import { organisationSentences } from './organisations.ts';
import type { FindingSentence } from './sentence.ts';
import { textAndDateSentences } from './texts-and-dates.ts';

const sentences: ReadonlyMap<string, FindingSentence> = new Map(
  [identifierSentences, organisationSentences, listSentences, textAndDateSentences, contractSentences].flatMap((group) =>
    Object.entries(group),
  ),
);

/**
 * What a code says, in a sentence that fits every finding of it: names and numbers that a finding's own message may have are
 * not in it. `undefined`: no such code.
 */
export function findingSentence(code: string, language: 'vi' | 'en'): string | undefined {
  return sentences.get(code)?.[language];
}

/** All codes that have a sentence. */
export const sentenceCodes: readonly string[] = [...sentences.keys()];
