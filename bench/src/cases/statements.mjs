import { figure, greatest } from '../figures.mjs';

/** What the source saw of the connectors of all cases: gathered from their samples, nothing runs for it. */
export function statementFigures(samples) {
  const seen = collect(samples);
  if (seen.length === 0) return { figures: [], longest: undefined };
  const longest = seen.map(({ statements }) => statements).filter((statements) => statements !== undefined);
  const worst = longest.toSorted((left, right) => right.milliseconds - left.milliseconds)[0];
  return {
    longest: worst,
    figures: [
      figure(
        'source/statement',
        'longest statement on the source',
        'ms',
        longest.map(({ milliseconds }) => milliseconds),
        {
          atMost: 1000,
          pick: greatest,
        },
      ),
      figure(
        'source/snapshot-age',
        'longest held xmin on the source (sampled)',
        'ms',
        seen.map(({ snapshotAge }) => snapshotAge.longestMs),
        {
          atMost: 1000,
          pick: greatest,
        },
      ),
    ],
  };
}

// Samples lie in lists and objects as their cases like it: whatever has watched the source is one.
function collect(value) {
  if (typeof value !== 'object' || value === null) return [];
  if (value.snapshotAge !== undefined) return [value];
  return Object.values(value).flatMap(collect);
}
