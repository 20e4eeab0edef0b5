import type { Reading } from './encodings.ts';
import type { Octets } from './octets.ts';
import type { ByteTable } from './tables/byte-table.ts';
import { cp1252, cp1258 } from './tables/windows.ts';

/** The string that a driver makes of bytes which it takes for `reading`. */
export function readOctets(octets: Octets, reading: Reading): string {
  if (reading === 'latin1') return octets;
  const { characters } = pages[reading];
  return octets.replaceAll(/[\x80-\xff]/g, (octet) => characters[octet.charCodeAt(0)] ?? octet);
}

/** The bytes behind a string that was read so. `undefined`: it holds a character that no byte can have become. */
export function octetsBehind(text: string, reading: Reading): Octets | undefined {
  if (reading === 'latin1') return beyondLatin1.test(text) ? undefined : text;
  const { moved, codes } = pages[reading];
  if (!moved.test(text)) return text;
  let octets = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const code = character < '\x80' ? character : codes.get(character);
    if (code === undefined) return undefined;
    octets += code;
  }
  return octets;
}

const beyondLatin1 = /[^\x00-\xff]/;

interface Page {
  /** By byte. */
  readonly characters: readonly string[];
  readonly codes: ReadonlyMap<string, Octets>;
  /** Matches a text in which a character is not the byte of its number. */
  readonly moved: RegExp;
}

const pages: Readonly<Record<'cp1252' | 'cp1258', Page>> = {
  // For most values a test tells that nothing has moved: of the C1 controls these five stand for themselves.
  cp1252: pageOf(cp1252, /[^\x00-\x7f\x81\x8d\x8f\x90\x9d\xa0-\xff]/),
  cp1258: pageOf(cp1258, /[^\x00-\x7f]/),
};

function pageOf(table: ByteTable, moved: RegExp): Page {
  const characters = Array.from({ length: 256 }, (_, byte) => {
    const character = byte < 0x80 ? '.' : table.high.charAt(byte - 0x80);
    return character === '.' ? String.fromCharCode(byte) : character;
  });
  return { characters, moved, codes: new Map(characters.map((character, byte) => [character, String.fromCharCode(byte)])) };
}
