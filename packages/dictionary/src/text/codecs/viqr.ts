import type { Octets } from '../octets.ts';
import { type Codec, composed, type Decoded, type Encoded } from './codec.ts';

/**
 * VIQR, RFC 1456: a mark of the vowel, then a tone, typed behind it. A full stop behind a vowel is a tone as well, so text that was
 * never meant as VIQR is damaged by it: a person has to say that a column is VIQR.
 */
export const viqrCodec: Codec = { marks: /\\|[Dd]d|DD|[aeiouyAEIOUY][(^+'`?~.]/, decode, encode };

const tones: Readonly<Record<string, string>> = { "'": '\u0301', '`': '\u0300', '?': '\u0309', '~': '\u0303', '.': '\u0323' };
const shapes: Readonly<Record<string, string>> = { '(': '\u0306', '^': '\u0302', '+': '\u031b' };
const unit = /\\([\s\S])|(DD|Dd)|(dd)|([aA]\(|[aeoAEO]\^|[ouOU]\+|[aeiouyAEIOUY])(['`?~.])?/g;

function decode(octets: Octets): Decoded {
  const text = octets.replaceAll(unit, (whole, escaped?: string, capital?: string, small?: string, vowel = '', tone?: string) => {
    if (escaped !== undefined) return escaped;
    if (capital !== undefined) return 'Đ';
    if (small !== undefined) return 'đ';
    return whole.length === 1 ? whole : vowel.charAt(0) + (shapes[vowel.charAt(1)] ?? '') + (tone === undefined ? '' : tones[tone]);
  });
  return { text: composed(text), unreadable: 0 };
}

/** What the encoder writes is what the decoder reads: the one is made of the other. */
const codes: ReadonlyMap<string, string> = new Map(
  ['a', 'a(', 'a^', 'e', 'e^', 'i', 'o', 'o^', 'o+', 'u', 'u+', 'y', 'dd']
    .flatMap((code) => (code === 'dd' ? ['dd', 'DD'] : [code, code.toUpperCase()]))
    .flatMap((code) => [code, ...(/^d/i.test(code) ? [] : Object.keys(tones).map((tone) => code + tone))])
    .map((code) => [decode(code).text, code]),
);

function encode(text: string): Encoded {
  let octets = '';
  let missing = 0;
  const characters = [...text.normalize('NFC')];
  for (const [index, character] of characters.entries()) {
    const code = codes.get(character) ?? (character < '\x80' ? character : undefined);
    if (code === undefined) missing++;
    octets += code === character ? escaped(octets, character, characters[index + 1]) : (code ?? '?');
  }
  return { octets, missing, lowered: 0 };
}

/** A sign that would be read together with what stands around it is written `\?`. */
function escaped(before: string, sign: string, next: string | undefined): string {
  if (sign === '\\') return '\\\\';
  const joins = /[dD]/.test(sign) ? /[dD]$/.test(before) || /[đĐ]/.test(next ?? '') : "(^+'`?~.".includes(sign) && opensMark.test(before);
  return joins ? `\\${sign}` : sign;
}

const opensMark = /[aeiouyAEIOUY][(^+]?$/;
