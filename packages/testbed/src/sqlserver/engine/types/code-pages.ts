/**
 * The 128 upper characters of each code page (WHATWG Encoding, as in Windows: a byte without a meaning is the control of its number).
 * What is not in it becomes `?`; Windows would take a similar letter for a few, such as `a` for `ă`.
 */
export const codePages: ReadonlyMap<number, string> = new Map([874, 1250, 1251, 1252, 1258].map((page) => [page, upperHalf(page)]));

function upperHalf(page: number): string {
  const decoder = new TextDecoder(`windows-${page}`);
  return Array.from({ length: 128 }, (_, index) => {
    const character = decoder.decode(Uint8Array.of(0x80 + index));
    return character === '�' ? String.fromCharCode(0x80 + index) : character;
  }).join('');
}

const bytesOf: ReadonlyMap<number, ReadonlyMap<string, number>> = new Map(
  [...codePages].map(([page, characters]) => [page, new Map([...characters].map((character, index) => [character, 0x80 + index]))]),
);

/** The bytes of a text in a code page; 65001 is UTF-8. */
export function encodeText(text: string, page: number): Buffer {
  if (page === 65_001) return Buffer.from(text, 'utf8');
  const bytes = bytesOf.get(page);
  return Buffer.from(Array.from(text, (character) => (character < '\u0080' ? character.charCodeAt(0) : (bytes?.get(character) ?? 0x3f))));
}

/** The text that bytes mean in a code page. */
export function decodeText(bytes: Uint8Array, page: number): string {
  if (page === 65_001) return Buffer.from(bytes).toString('utf8');
  const characters = codePages.get(page) ?? '';
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (characters[byte - 0x80] ?? '?'))).join('');
}
