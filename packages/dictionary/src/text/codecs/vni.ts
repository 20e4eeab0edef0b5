import type { Octets } from '../octets.ts';
import { wordPunctuation } from '../tables/byte-table.ts';
import { vniBases, vniSingles } from '../tables/vni.ts';
import { type Codec, type Decoded, type Encoded, lostCharacter } from './codec.ts';

/** VNI-Windows: the longest match first, and the case of the letter decides, because people mix it (`Aù`). */
export const vniCodec: Codec = { marks: /[\x80-\xff]/, decode, encode };

const upper = 0x20;
const pairs = pairTable();
const singles = singleTable();
const codes = codeTable();

function decode(octets: Octets): Decoded {
  let text = '';
  let unreadable = 0;
  for (let index = 0; index < octets.length; index++) {
    const byte = octets.charCodeAt(index);
    const next = octets.charCodeAt(index + 1);
    const pair = next >= 0xc0 ? pairs.get((byte << 8) | next) : undefined;
    if (pair !== undefined) {
      text += pair;
      index++;
      continue;
    }
    const single = byte < 0x80 ? octets.charAt(index) : (singles.get(byte) ?? lostCharacter);
    if (single === lostCharacter) unreadable++;
    text += single;
  }
  return { text, unreadable };
}

function encode(given: string): Encoded {
  let octets = '';
  let missing = 0;
  for (const character of given.normalize('NFC')) {
    const code = codes.get(character) ?? (character < '\x80' ? character : undefined);
    if (code === undefined) missing++;
    octets += code ?? '?';
  }
  return { octets, missing, lowered: 0 };
}

function pairTable(): ReadonlyMap<number, string> {
  const table = new Map<number, string>();
  for (const { byte, marked } of vniBases) {
    for (const [mark, letter] of Object.entries(marked)) {
      for (const second of [Number(mark), Number(mark) - upper]) {
        table.set((byte << 8) | second, letter);
        table.set(((byte - upper) << 8) | second, letter.toUpperCase());
      }
    }
  }
  return table;
}

function singleTable(): ReadonlyMap<number, string> {
  const table = new Map<number, string>(Object.entries(wordPunctuation).map(([byte, sign]) => [Number(byte), sign]));
  // A0 to BF are no letters in VNI: they keep what Windows has there (m², §, °).
  for (let byte = 0xa0; byte <= 0xbf; byte++) table.set(byte, String.fromCharCode(byte));
  for (const [byte, letter] of Object.entries(vniSingles)) {
    table.set(Number(byte), letter);
    table.set(Number(byte) - upper, letter.toUpperCase());
  }
  return table;
}

function codeTable(): ReadonlyMap<string, Octets> {
  const table = new Map<string, Octets>();
  for (const [byte, character] of singles) table.set(character, String.fromCharCode(byte));
  for (const { byte, marked } of vniBases) {
    for (const [mark, letter] of Object.entries(marked)) {
      table.set(letter, String.fromCharCode(byte, Number(mark)));
      table.set(letter.toUpperCase(), String.fromCharCode(byte - upper, Number(mark) - upper));
    }
  }
  return table;
}
