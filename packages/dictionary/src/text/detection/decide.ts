import type { TextEncoding } from '../encodings.ts';
import type { Detection, RankedSource } from './detection.ts';
import { outdoes, type Trial } from './trial.ts';

/** The best trial, where it is clearly better than leaving the column alone and than every other that reads differently. */
export function decide(trials: readonly Trial[], values: readonly string[], bytes: boolean, hinted: TextEncoding | undefined): Detection {
  // Stable: where two score alike the one that stands first is taken, and leaving alone stands first of all.
  const ranked = [...trials].sort((left, right) => right.score - left.score);
  const best = pick(ranked, hinted);
  if (best === undefined) return answer('unknown', undefined, 0, ranked, values.length);
  const others = without(ranked, best);
  if (isMixed(best, others)) return answer('mixed', undefined, 0.7, ranked, values.length);
  if (best.candidate.source.encoding === hinted) return chosen(best, others, values, bytes, sureByHint);
  if (isUnicode(best) || isClear(best, others)) return chosen(best, others, values, bytes, undefined);
  const alone = others.find(isUnicode);
  const enough = alone !== undefined && alone.score >= leastScore && best.score - alone.score < overLeavingAlone;
  return enough ? chosen(alone, without(ranked, alone), values, bytes, undefined) : answer('unknown', undefined, 0, ranked, values.length);
}

function without(trials: readonly Trial[], one: Trial): readonly Trial[] {
  return trials.filter((trial) => trial !== one);
}

const sureByHint = 0.95;
const nearlyAsGood = 0.15;
const leastScore = 0.25;
const leastLegacyScore = 0.4;
const overLeavingAlone = 0.15;
const overOthers = 0.05;

/** What the hint says, if that fits about as well as anything. */
function pick(ranked: readonly Trial[], hinted: TextEncoding | undefined): Trial | undefined {
  const top = ranked[0];
  if (top === undefined || top.score < leastScore) return undefined;
  return ranked.find(({ candidate, score }) => candidate.source.encoding === hinted && score >= top.score - nearlyAsGood) ?? top;
}

function isUnicode({ candidate }: Trial): boolean {
  return candidate.source.encoding === 'utf-8' && candidate.source.readAs === undefined;
}

function isClear(best: Trial, others: readonly Trial[]): boolean {
  const rivals = others.filter((other) => isUnicode(other) || !(areOf(tcvn5712, best, other) || outdoes(best, other)));
  return (
    best.score >= leastLegacyScore &&
    rivals.every((rival) => best.score - rival.score >= (isUnicode(rival) ? overLeavingAlone : overOthers))
  );
}

/** VN3 is a part of VN1: what both can read they read alike, but for case. */
const tcvn5712: ReadonlySet<TextEncoding> = new Set(['tcvn3', 'tcvn5712-1']);

function areOf(encodings: ReadonlySet<TextEncoding>, one: Trial, other: Trial): boolean {
  return encodings.has(one.candidate.source.encoding) && encodings.has(other.candidate.source.encoding);
}

const shareOfStrangers = 0.02;
const fewestStrangers = 2;

/** Values that the best cannot explain and one and the same other explains wholly. */
function isMixed(best: Trial, others: readonly Trial[]): boolean {
  const unexplained = best.allows.flatMap((allowed, index) => (allowed ? [] : [index]));
  const least = Math.max(fewestStrangers, best.allows.length * shareOfStrangers);
  return others.some((other) => unexplained.filter((index) => other.convinces[index] === true).length >= least);
}

function chosen(best: Trial, others: readonly Trial[], values: readonly string[], bytes: boolean, sure: number | undefined): Detection {
  const { encoding, readAs } = best.candidate.source;
  const apart = !bytes && isUnicode(best) && values.some((value) => value !== value.normalize('NFC'));
  return answer(apart ? 'decomposed' : encoding, readAs, sure ?? confidence(best, others), others, values.length);
}

const mostWithoutHint = 0.85;
const wordsForFullConfidence = 10;

function confidence(best: Trial, others: readonly Trial[]): number {
  const rival = others.find((other) => !outdoes(best, other))?.score ?? 0;
  const lead = Math.min(1, Math.max(0, best.score - rival) / 0.4);
  const evidence = Math.min(1, best.readings.size / wordsForFullConfidence);
  const most = isUnicode(best) ? 0.99 : mostWithoutHint;
  return round(0.5 + (most - 0.5) * lead * evidence);
}

function answer(
  encoding: Detection['encoding'],
  readAs: Detection['readAs'],
  sure: number,
  others: readonly Trial[],
  seen: number,
): Detection {
  return { encoding, readAs, confidence: sure, runnersUp: others.map(rankedSource), seen };
}

function rankedSource({ candidate, score, allows }: Trial): RankedSource {
  const explained = allows.filter((allowed) => allowed).length;
  return { ...candidate.source, score: round(score), explains: round(allows.length === 0 ? 0 : explained / allows.length) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
