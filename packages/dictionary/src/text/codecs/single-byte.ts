import type { Octets } from '../octets.ts';
import type { ByteTable } from '../tables/byte-table.ts';
import { type Codec, composed, type Decoded, type Encoded, lostCharacter } from './codec.ts';

/** A look-up per byte. Tone marks that are characters of their own are composed with their letters, both ways. */
export function singleByteCodec(table: ByteTable): Codec {
  const characters = charactersOf(table);
  const composes = /\p{M}/u.test(table.high);
  const codes = codesOf(table);
  const decode = (octets: Octets): Decoded => {
    let text = '';
    let unreadable = 0;
    for (let index = 0; index < octets.length; index++) {
      const character = characters[octets.charCodeAt(index)] ?? lostCharacter;
      if (character === lostCharacter) unreadable++;
      text += character;
    }
    return { text: composes ? composed(text) : text, unreadable };
  };
  return { marks: marksOf(table), decode, encode: (text) => encodeBy(codes, text.normalize('NFC')) };
}

function charactersOf({ high, low, tolerated }: ByteTable): readonly string[] {
  return Array.from({ length: 256 }, (_, byte) => {
    if (byte < 0x80) return low?.[byte] ?? String.fromCharCode(byte);
    const character = high.charAt(byte - 0x80);
    return character === '.' ? (tolerated?.[byte] ?? lostCharacter) : character;
  });
}

function codesOf({ high, low }: ByteTable): ReadonlyMap<string, Octets> {
  const codes = new Map<string, Octets>();
  for (let byte = 0; byte < 0x80; byte++) {
    const octet = String.fromCharCode(byte);
    codes.set(low?.[byte] ?? octet, octet);
  }
  [...high].forEach((character, index) => {
    if (character !== '.') codes.set(character, String.fromCharCode(0x80 + index));
  });
  return codes;
}

function marksOf({ low }: ByteTable): RegExp {
  const controls = Object.keys(low ?? {}).map((byte) => `\\x${Number(byte).toString(16).padStart(2, '0')}`);
  return new RegExp(`[${controls.join('')}\\x80-\\xff]`);
}

function encodeBy(codes: ReadonlyMap<string, Octets>, text: string): Encoded {
  let octets = '';
  let missing = 0;
  let lowered = 0;
  for (const character of text) {
    const code = codes.get(character) ?? apart(codes, character);
    const lower = code === undefined ? codes.get(character.toLowerCase()) : undefined;
    if (lower !== undefined) lowered++;
    else if (code === undefined) missing++;
    octets += code ?? lower ?? '?';
  }
  return { octets, missing, lowered };
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/;

/** The letter and its tone one after the other, as Windows-1258 has them: `ệ` is `ê` and a dot. */
function apart(codes: ReadonlyMap<string, Octets>, character: string): Octets | undefined {
  const marks = character.normalize('NFD');
  const tone = tones.exec(marks)?.[0];
  if (tone === undefined) return undefined;
  const letter = codes.get(marks.replace(tone, '').normalize('NFC'));
  const mark = codes.get(tone);
  return letter === undefined || mark === undefined ? undefined : letter + mark;
}
