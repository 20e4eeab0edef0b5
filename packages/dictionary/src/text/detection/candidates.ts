import { codecs } from '../codecs/codecs.ts';
import type { Reading, TextEncoding, TextSource } from '../encodings.ts';
import type { Octets } from '../octets.ts';
import { octetsBehind } from '../reading.ts';
import { recaseWord } from '../repair/recase.ts';
import type { Origin } from '../syllable/weigh.ts';

/** One way to understand the values of a column. */
export interface Candidate {
  readonly source: TextSource;
  readonly origin: Origin;
  /** `undefined`: the value cannot have come about so. */
  readonly octetsOf: (value: string) => Octets | undefined;
  readonly read: (octets: Octets) => string;
}

/** The order decides where two give the same text. */
const legacy: readonly TextEncoding[] = ['tcvn3', 'vni', 'cp1258', 'viscii', 'vps', 'tcvn5712-1'];

/** `asIs`: strings that are right. It comes first, so that nothing is converted without need. */
export const asIs: Candidate = { source: { encoding: 'utf-8' }, origin: 'unicode', octetsOf: (value) => value, read: (value) => value };

/** Strings: as they are, mojibake, or bytes of a legacy encoding that were read as something else. */
export function candidatesOfStrings(readAs: Reading): readonly Candidate[] {
  const behind = (value: string) => octetsBehind(value, readAs);
  return (['utf-8', ...legacy] as const)
    .filter((encoding) => encoding !== readAs)
    .map((encoding) => ({ ...candidateOf(encoding), source: { encoding, readAs }, octetsOf: behind }));
}

/** Values are octets. */
export const candidatesOfBytes: readonly Candidate[] = (['utf-8', ...legacy] as const).map(candidateOf);

function candidateOf(encoding: TextEncoding): Candidate {
  const codec = codecs[encoding];
  const decode = (octets: Octets) => codec.decode(octets).text;
  return {
    source: { encoding },
    origin: encoding === 'utf-8' ? 'unicode' : 'decoded',
    octetsOf: (value) => value,
    read: encoding === 'tcvn3' ? (octets) => recaseWord(decode(octets)) : decode,
  };
}

/** Which of the two a driver did: bytes 80 to 9F tell, where they occur. */
export function westernReading(values: readonly string[]): Reading {
  const controls = values.filter((value) => movedControls.test(value)).length;
  const signs = values.filter((value) => movedSigns.test(value)).length;
  return controls > signs ? 'latin1' : 'cp1252';
}

/** C1 controls that Windows-1252 has signs for. */
const movedControls = /[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]/;
const movedSigns = /[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;
