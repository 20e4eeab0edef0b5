import type { Reading } from '../canonical/failure.ts';
import type { Finding } from '../check/finding.ts';

/** Where the steps of a mapping write what they have to tell of the value in work. */
export type Notes = Finding[];

/** A value of which a step of the mapping has something to tell: that it repaired it, or why it could not. */
export interface Noted {
  /** What the value became: canonical text, none, or why it is refused. */
  readonly value: Reading | null;
  readonly findings: readonly Finding[];
}

export function isNoted(read: Reading | Noted | null): read is Noted {
  return typeof read === 'object' && read !== null && 'findings' in read;
}
