import type { Finding } from '../../finding.ts';
import type { Day } from '../../tables/day.ts';
import type { Conclusion, Fit, Kind } from './kind.ts';

/** What a list says of one text. */
export interface Looked {
  readonly fit: Fit;
  readonly findings: readonly Finding[];
  /** Whether the list has it as a code or as a name. */
  readonly written: 'code' | 'name' | undefined;
  /** Versions, schemes: ways to understand it that must not be mixed up. */
  readonly readings: readonly string[];
}

export type LookUp = (text: string) => Looked;

// Columns of codes repeat themselves; in one that does not, the rest is looked up anew each time. Long values are no codes, and
// to remember them would be to hold the column.
const mostRemembered = 2000;
const longestRemembered = 64;

/** A column whose values are in a list: codes and names are both taken, but not both in one column. */
export function lookedUpKind(listOn: (at: Day) => LookUp, dayOfDecision: Day): Kind {
  let decides: LookUp | undefined;
  return {
    fit(text) {
      decides ??= listOn(dayOfDecision);
      return decides(text).fit;
    },
    start({ at }) {
      const lookUp = remembered(listOn(at));
      const readings = new Map<string, number>();
      const written = { code: 0, name: 0 };
      let total = 0;
      return {
        inspect(text) {
          const looked = lookUp(text);
          total++;
          if (looked.written !== undefined) written[looked.written]++;
          for (const reading of looked.readings) readings.set(reading, (readings.get(reading) ?? 0) + 1);
          return looked.findings;
        },
        conclude: () => ({
          findings: mixed(written),
          forms: [],
          readings: [...readings].map(([reading, fits]) => ({ reading, fits, of: total })).sort((left, right) => right.fits - left.fits),
        }),
      };
    },
  };
}

function remembered(lookUp: LookUp): LookUp {
  const known = new Map<string, Looked>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const looked = lookUp(text);
    if (known.size < mostRemembered && text.length <= longestRemembered) known.set(text, looked);
    return looked;
  };
}

function mixed({ code, name }: Readonly<Record<'code' | 'name', number>>): Conclusion['findings'] {
  if (code === 0 || name === 0) return [];
  const message = `${code} values are codes of the list and ${name} are names: decide for one, and convert the others.`;
  return [{ code: 'code-and-name', severity: 'error', message, count: Math.min(code, name) }];
}
