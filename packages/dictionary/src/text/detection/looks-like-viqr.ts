import { viqrCodec } from '../codecs/viqr.ts';
import { convincing, weighWord } from '../syllable/weigh.ts';

/** Of plain ASCII values that hold something VIQR would read as a mark: whether most words become Vietnamese by it. */
export function looksLikeViqr(values: readonly string[]): boolean {
  const words = values.flatMap((value) => viqrCodec.decode(value).text.split(/[^\p{L}\p{M}]+/u)).filter((word) => beyondAscii.test(word));
  const right = words.filter((word) => weighWord(word, 'decoded') >= convincing).length;
  return words.length >= fewestWords && right / words.length >= share;
}

const beyondAscii = /[^\x00-\x7f]/;
const fewestWords = 5;
const share = 0.8;
