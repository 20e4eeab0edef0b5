import { viqrCodec } from '../codecs/viqr.ts';
import { convincing, weighWord } from '../syllable/weigh.ts';

/** Of plain ASCII values: whether most words become Vietnamese by their marks. A full stop or question mark at the end says nothing. */
export function looksLikeViqr(values: readonly string[]): boolean {
  const marked = values.flatMap((value) => value.split(/[\s,;:/]+/)).map((word) => word.replace(/[.?]+$/, ''));
  const words = new Set(marked.map((word) => viqrCodec.decode(word).text).filter((word) => beyondAscii.test(word)));
  const right = [...words].filter((word) => weighWord(word, 'decoded') >= convincing).length;
  return words.size >= fewestWords && right / words.size >= share;
}

const beyondAscii = /[^\x00-\x7f]/;
/** Different ones. */
const fewestWords = 5;
const share = 0.8;
