/**
 * How much a finding weighs. `error`: the value breaks a published rule. `warning`: it is legal, but a person should look at
 * it. `needs-reference`: only a register outside can tell.
 */
export type Severity = 'error' | 'warning' | 'needs-reference';

/** What was noticed about one value. It never holds the value, nor a part of it: findings are logged, counted and shown. */
export interface Finding {
  /** Stable, lower case with hyphens, of the room that found it: counted and filtered by. */
  readonly code: string;
  readonly severity: Severity;
  /** For people: what is wrong and how to mend it, with names of rules and never with the value. */
  readonly message: string;
}

/** Findings are constants wherever they can be: no value can get into one, and a million rows share them. */
export function finding(severity: Severity, code: string, message: string): Finding {
  return Object.freeze({ code, severity, message });
}

/** One object for all values that have none. */
export const noFindings: readonly Finding[] = Object.freeze([]);
