import type { Certainty } from '../tables/certainty.ts';
import type { Day, Period } from '../tables/day.ts';

export interface CodeEntry extends Period {
  readonly code: string;
  readonly name: string;
  /** Other names and spellings; accents, case, blanks and signs need none. */
  readonly aliases: readonly string[];
  /** The same thing in other systems of codes: `{ 'alpha-3': 'VNM' }`. */
  readonly otherCodes: Readonly<Record<string, string>>;
  /** Codes that took its place when it ended; which of them is meant, only the person's file tells. */
  readonly replacedBy: readonly string[];
  /** Of the code's meaning: the name itself may be beyond doubt. */
  readonly certainty: Certainty;
}

/** A list of codes as one text of its publisher has it. */
export interface CodeListVersion {
  /** `ethnic-group`. */
  readonly list: string;
  /** `1979-03-02`, or what the publisher calls it. */
  readonly version: string;
  readonly from: Day;
  /** The last day; `undefined` while it holds. */
  readonly to: Day | undefined;
  readonly source: string;
  readonly entries: readonly CodeEntry[];
}

/** The versions of one list, oldest first; no day is in two of them. */
export interface CodeList {
  readonly list: string;
  readonly versions: readonly CodeListVersion[];
}

/** An entry of which only some things are said. */
export function codeEntry(code: string, name: string, certainty: Certainty, more: Partial<CodeEntry> = {}): CodeEntry {
  return { from: undefined, to: undefined, aliases: [], otherCodes: {}, replacedBy: [], ...more, code, name, certainty };
}
