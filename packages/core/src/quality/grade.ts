import type { QualityPolicy } from './policy.ts';
import type { Colour, Scored } from './report.ts';

/** A part of a weighted mean; what was not measured has no say in it. */
export interface Weighted {
  readonly percent: number | undefined;
  readonly weight: number;
}

/** `Σ(percent · w) / Σw` over what was measured, from 0 to 100. */
export function weightedMean(parts: readonly Weighted[]): number | undefined {
  let [sum, weights] = [0, 0];
  for (const { percent, weight } of parts) {
    if (percent === undefined || weight === 0) continue;
    sum += percent * weight;
    weights += weight;
  }
  return weights === 0 ? undefined : Math.min(100, sum / weights);
}

/** Score and colour as they are shown: the colour follows the digits that the reader sees. */
export function graded(percent: number | undefined, { thresholds }: QualityPolicy): Scored {
  if (percent === undefined) return { colour: 'not-measured' };
  // What is a whole number but for the last bit of a double must not lose a hundredth.
  const score = Math.floor(percent * 100 + 1e-7) / 100;
  return { score, colour: score >= thresholds.green ? 'green' : score >= thresholds.yellow ? 'yellow' : 'red' };
}

/** The same for what must be whole. */
export function gradedWhole<T extends Scored>(scored: T, whole: boolean): T {
  const colour: Colour = scored.colour === 'not-measured' || whole ? scored.colour : 'red';
  return { ...scored, colour };
}
