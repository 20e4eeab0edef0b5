import type { CountedFinding, Finding } from '../finding.ts';
import type { Day } from '../tables/day.ts';
import { type ColumnProfile, profileOf } from './column-profile.ts';
import { type ColumnFacts, type Decision, decideKind } from './decide.ts';
import { countDistinct } from './distinct.ts';
import type { Inspector } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import { createTally } from './tally.ts';

export interface ProfilerOptions {
  /** The day on which code lists hold: there is no clock here. */
  readonly at: Day;
  /** Values that are held to decide what the column is. */
  readonly samples?: number;
  /** Up to how many different values they are counted. */
  readonly distinct?: number;
}

/** Looks at one column, value by value, once. What it holds is bounded, however many values come. */
export interface ColumnProfiler {
  /** `null` is SQL NULL; bytes are a text that is no UTF-8, or binary. */
  add(value: string | Uint8Array | null): void;
  report(): ColumnProfile;
}

const mostHeldLength = 262_144;

export function createColumnProfiler(facts: ColumnFacts, options: ProfilerOptions): ColumnProfiler {
  const { at, samples = 3000, distinct = 5000 } = options;
  const counts = { rows: 0, nulls: 0, empty: 0, padded: 0, shortest: Number.POSITIVE_INFINITY, longest: 0 };
  const different = countDistinct(distinct);
  const tally = createTally();
  let held: (string | Uint8Array)[] = [];
  let heldLength = 0;
  let decided: { readonly decision: Decision; readonly inspector: Inspector } | undefined;

  const inspect = ({ inspect: look, inspectBytes, mask }: Inspector, value: string | Uint8Array) => {
    const findings = typeof value === 'string' ? look(value) : (inspectBytes?.(value) ?? bytesInPlaceOfText);
    if (findings.length > 0) tally.add(findings, value, mask);
  };
  const decide = () => {
    const decision = decideKind(facts, held);
    const inspector = kindOf(decision.kind).start({ at, samples: held });
    for (const value of held) inspect(inspector, value);
    held = [];
    decided = { decision, inspector };
    return decided;
  };

  return {
    add(value) {
      counts.rows++;
      if (value === null) {
        counts.nulls++;
        return;
      }
      if (typeof value === 'string') {
        const edge = blankEdge(value);
        if (edge && value.trim() === '') {
          counts.empty++;
          return;
        }
        if (edge) counts.padded++;
      }
      if (value.length < counts.shortest) counts.shortest = value.length;
      if (value.length > counts.longest) counts.longest = value.length;
      different.add(value);
      if (decided !== undefined) {
        inspect(decided.inspector, value);
        return;
      }
      held.push(value);
      heldLength += value.length;
      if (held.length >= samples || heldLength >= mostHeldLength) decide();
    },
    report() {
      const { decision, inspector } = decided ?? decide();
      const conclusion = inspector.conclude?.() ?? { findings: [], forms: [], readings: [] };
      const found = tally.findings([...conclusion.findings, ...decision.findings, ...formFindings(counts)]);
      const withError = tally.withError() + countErrors(conclusion.findings);
      return profileOf({ facts, counts, decision, conclusion, distinct: different.count(), withError, findings: found });
    },
  };
}

const bytesInPlaceOfText: readonly Finding[] = [
  {
    code: 'value-bytes',
    severity: 'error',
    message: 'Bytes that are no UTF-8 stand where the column has plain values: find out the encoding of the program that wrote them.',
  },
];

/** Whether the first or last character is blank, or there is none. */
function blankEdge(text: string): boolean {
  return text === '' || isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(text.length - 1));
}

function isBlank(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0xfeff || code === 0x3000;
}

function formFindings({ empty, padded }: { readonly empty: number; readonly padded: number }): readonly CountedFinding[] {
  const findings: readonly CountedFinding[] = [
    {
      code: 'value-empty',
      severity: 'warning',
      message: 'An empty text, or blanks only, where no value is meant: map it to no value.',
      count: empty,
    },
    {
      code: 'value-padded',
      severity: 'warning',
      message: 'Blanks in front or behind, as of columns of fixed width: trim them.',
      count: padded,
    },
  ];
  return findings.filter(({ count }) => count > 0);
}

function countErrors(findings: readonly CountedFinding[]): number {
  return findings.reduce((sum, { severity, count }) => (severity === 'error' ? sum + count : sum), 0);
}
