import { en } from './en.ts';
import { vi } from './vi.ts';

export type Language = 'vi' | 'en';

type Widened<T> = T extends string
  ? string
  : T extends (...inputs: infer Inputs) => string
    ? (...inputs: Inputs) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

/** Every text that a person reads; English is the reference, and the compiler holds the other language to its keys. */
export type Words = Widened<typeof en>;

const dictionaries: Readonly<Record<Language, Words>> = { vi, en };

export function wordsOf(language: Language): Words {
  return dictionaries[language];
}
