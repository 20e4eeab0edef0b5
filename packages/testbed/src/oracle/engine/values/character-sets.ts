/** The database's character set. In those that are not Unicode a text is kept byte by byte, each as the character of that number. */
export interface CharacterSet {
  readonly name: string;
  readonly isUnicode: boolean;
  /** From Unicode to what is kept; what the set has not becomes `?`. */
  encode(text: string): string;
  /** From what is kept to what a client gets. */
  decode(kept: string): string;
  /** The same as SQL over a text. */
  decodeSql(sql: string): string;
  encodeSql(sql: string): string;
}

const pages: Readonly<Record<string, string>> = { WE8MSWIN1252: 'windows-1252', VN8MSWIN1258: 'windows-1258', WE8ISO8859P1: 'latin1' };

export function characterSet(name: string): CharacterSet {
  if (name === 'AL32UTF8' || name === 'UTF8') {
    const same = (text: string): string => text;
    return { name, isUnicode: true, encode: same, decode: same, decodeSql: same, encodeSql: same };
  }
  const high = Array.from({ length: 128 }, (_, index) => characterOf(name, index + 128));
  const kept = Array.from({ length: 128 }, (_, index) => String.fromCharCode(index + 128));
  const back = new Map(high.map((character, index) => [character, kept[index] ?? '?']));
  const list = (characters: readonly string[]): string =>
    `U&'${characters.map((character) => `\\${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}'`;
  const isOneWay = name === 'US7ASCII';
  return {
    name,
    isUnicode: false,
    encode: (text) =>
      [...text].map((character) => (character < '\u0080' ? character : isOneWay ? '?' : (back.get(character) ?? '?'))).join(''),
    decode: (text) => text.replaceAll(/[\u0080-\u00ff]/g, (character) => high[character.charCodeAt(0) - 128] ?? '\ufffd'),
    decodeSql: (sql) => `translate(${sql}, ${list(kept)}, ${list(high)})`,
    encodeSql: (sql) =>
      isOneWay
        ? `regexp_replace(${sql}, '[^\\x01-\\x7f]', '?', 'g')`
        : `regexp_replace(translate(${sql}, ${list(high)}, ${list(kept)}), '[^\\x01-\\xff]', '?', 'g')`,
  };
}

/** A server sends U+FFFD for what ASCII has not. */
function characterOf(name: string, byte: number): string {
  const page = pages[name];
  if (page === undefined) return '\ufffd';
  return page === 'latin1' ? String.fromCharCode(byte) : new TextDecoder(page).decode(Uint8Array.of(byte));
}
