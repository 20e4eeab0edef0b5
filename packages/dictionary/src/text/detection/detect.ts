import { viqrCodec } from '../codecs/viqr.ts';
import { octetsOf } from '../octets.ts';
import { octetsBehind } from '../reading.ts';
import { isPlain } from '../words.ts';
import { asIs, type Candidate, candidatesOfBytes, candidatesOfStrings, westernReading } from './candidates.ts';
import { decide } from './decide.ts';
import type { Detection, DetectionOptions } from './detection.ts';
import { encodingOfHint } from './hint.ts';
import { looksLikeViqr } from './looks-like-viqr.ts';
import { type Trial, tryCandidate } from './trial.ts';

/** Values that are tried, at most: evenly from all samples. */
const mostValues = 2000;

/** The encoding of a column, by trial on values of it: strings as a driver gave them, or their bytes. */
export function detectEncoding(samples: readonly string[] | readonly Uint8Array[], options: DetectionOptions = {}): Detection {
  const bytes = samples.some((sample) => typeof sample !== 'string');
  const all = samples.map((sample) => (typeof sample === 'string' ? sample : octetsOf(sample)));
  const values = evenly(all.filter((value) => !isPlain(value)));
  if (values.length === 0) return ofPlain(all, options);
  const trials = bytes ? tryAll(candidatesOfBytes, values) : tryStrings(values, options);
  return decide(trials, values, bytes, options.hint === undefined ? undefined : encodingOfHint(options.hint));
}

function tryStrings(values: readonly string[], { readAs }: DetectionOptions): readonly Trial[] {
  const trials = tryAll([asIs, ...candidatesOfStrings(readAs ?? westernReading(values))], values);
  return readAs === undefined && couldBeRead1258(values) ? [...trials, ...tryAll(candidatesOfStrings('cp1258'), values)] : trials;
}

/** Characters of Windows-1258 that Windows-1252 does not have: only with them it is worth to look for bytes that were read so. */
const of1258 = /[\u0300\u0301\u0303\u0309\u0323ĂăĐđƠơƯư₫]/;

function couldBeRead1258(values: readonly string[]): boolean {
  const possible = values.filter((value) => octetsBehind(value, 'cp1258') !== undefined);
  return possible.length >= values.length / 2 && possible.some((value) => of1258.test(value));
}

function tryAll(candidates: readonly Candidate[], values: readonly string[]): readonly Trial[] {
  return candidates.map((candidate) => tryCandidate(candidate, values));
}

function evenly(values: readonly string[]): readonly string[] {
  if (values.length <= mostValues) return values;
  const step = values.length / mostValues;
  return Array.from({ length: mostValues }, (_, index) => values[Math.floor(index * step)] ?? '');
}

function ofPlain(values: readonly string[], { viqr, hint }: DetectionOptions): Detection {
  const asked = viqr === true || (hint !== undefined && encodingOfHint(hint) === 'viqr');
  const marked = asked ? values.filter((value) => viqrCodec.marks.test(value)) : [];
  if (looksLikeViqr(marked)) return { encoding: 'viqr', readAs: undefined, confidence: 0.85, runnersUp: [], seen: marked.length };
  return { encoding: 'ascii', readAs: undefined, confidence: values.length === 0 ? 0 : 1, runnersUp: [], seen: 0 };
}
