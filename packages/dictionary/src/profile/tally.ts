import type { CountedFinding, Finding } from '../finding.ts';

/** A finding with its count in the column, and some values that have it, masked. */
export interface ProfiledFinding extends CountedFinding {
  readonly examples: readonly string[];
}

export type Mask = (value: string) => string | undefined;

export interface Tally {
  /** Takes all findings about one value. */
  add(findings: readonly Finding[], value: string | Uint8Array, mask: Mask | undefined): void;
  /** Values with at least one error. */
  withError(): number;
  /** Errors first, then by count. */
  findings(more: readonly CountedFinding[]): readonly ProfiledFinding[];
}

const mostExamples = 3;
// Masks of values that are not accepted show nothing: it is not worth to try a million of them.
const mostTries = 30;

interface Entry {
  readonly finding: Finding;
  readonly examples: Set<string>;
  count: number;
  tries: number;
}

/** Keyed by sentence: messages are a closed set, since none holds a part of a value. */
export function createTally(): Tally {
  const entries = new Map<string, Entry>();
  let withError = 0;
  return {
    add(findings, value, mask) {
      let wrong = false;
      for (const finding of findings) {
        const entry = entryOf(entries, finding);
        entry.count++;
        wrong ||= finding.severity === 'error';
        if (mask === undefined || entry.tries >= mostTries || finding.severity === 'needs-reference') continue;
        takeExample(entry, value, mask);
      }
      if (wrong) withError++;
    },
    withError: () => withError,
    findings: (more) =>
      [...[...entries.values()].map(profiled), ...more.map((finding) => ({ ...finding, examples: [] }))].sort(
        (left, right) => order[left.severity] - order[right.severity] || right.count - left.count,
      ),
  };
}

const order: Readonly<Record<Finding['severity'], number>> = { error: 0, warning: 1, 'needs-reference': 2 };

function entryOf(entries: Map<string, Entry>, finding: Finding): Entry {
  const known = entries.get(finding.message);
  if (known !== undefined) return known;
  const entry: Entry = { finding, examples: new Set(), count: 0, tries: 0 };
  entries.set(finding.message, entry);
  return entry;
}

function takeExample(entry: Entry, value: string | Uint8Array, mask: Mask): void {
  entry.tries++;
  if (entry.examples.size >= mostExamples || typeof value !== 'string') return;
  const masked = mask(value);
  if (masked !== undefined) entry.examples.add(masked);
}

function profiled({ finding: { code, severity, message }, count, examples }: Entry): ProfiledFinding {
  return { code, severity, message, count, examples: [...examples] };
}
