import { candidatesOfBytes, candidatesOfStrings, westernReading } from '../detection/candidates.ts';
import type { TextEncoding, TextSource } from '../encodings.ts';
import { convincing, weighWord } from '../syllable/weigh.ts';
import { markedWords } from '../words.ts';

/** Another encoding that explains the value wholly; only to be told, never to be used. */
export function otherEncoding(value: string, { encoding, readAs }: TextSource, bytes: boolean): TextEncoding | undefined {
  const candidates = bytes ? candidatesOfBytes : candidatesOfStrings(readAs ?? westernReading([value]));
  const words = markedWords(value);
  return candidates.find((candidate) => {
    if (candidate.source.encoding === encoding && candidate.source.readAs === readAs) return false;
    return words.every((word) => {
      const octets = candidate.octetsOf(word);
      return octets !== undefined && weighWord(candidate.read(octets), candidate.origin) >= convincing;
    });
  })?.source.encoding;
}
