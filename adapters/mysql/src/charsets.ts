import type { Session } from './client.ts';

/** From stored bytes to UTF-8. `undefined`: they are UTF-8 already, or no text that the character set knows, and stay as they are. */
export type TextDecoding = (bytes: Buffer, start: number, end: number) => string | undefined;

/** The decodings of one server's character sets, asked for once. */
export interface Charsets {
  /** `undefined`: the stored bytes are UTF-8. */
  decoding(charset: string, session: Session, signal: AbortSignal): Promise<TextDecoding | undefined>;
}

const utf8: ReadonlySet<string> = new Set(['utf8mb4', 'utf8mb3', 'utf8', 'ascii', 'binary']);

/** The byte order mark is a character to MySQL; an unpaired surrogate is no text. */
const wide: Readonly<Record<string, TextDecoding>> = {
  ucs2: wideDecoding('utf-16be'),
  utf16: wideDecoding('utf-16be'),
  utf16le: wideDecoding('utf-16le'),
  utf32: decodeUtf32,
};

/** Every character is one byte: the server itself says which. */
const singleByte: ReadonlySet<string> = new Set([
  'armscii8',
  'cp1250',
  'cp1251',
  'cp1256',
  'cp1257',
  'cp850',
  'cp852',
  'cp866',
  'dec8',
  'geostd8',
  'greek',
  'hebrew',
  'hp8',
  'keybcs2',
  'koi8r',
  'koi8u',
  'latin1',
  'latin2',
  'latin5',
  'latin7',
  'macce',
  'macroman',
  'swe7',
  'tis620',
]);

/** Character sets whose texts can be told; the Chinese, Japanese and Korean ones of several bytes are none of them. */
export function isKnownCharset(charset: string): boolean {
  return utf8.has(charset) || charset in wide || singleByte.has(charset);
}

export function createCharsets(): Charsets {
  const tables = new Map<string, TextDecoding>();
  return {
    decoding: async (charset, session, signal) => {
      if (utf8.has(charset)) return undefined;
      const known = wide[charset] ?? tables.get(charset);
      if (known !== undefined) return known;
      const table = await loadTable(charset, session, signal);
      const decoding = tableDecoding(table);
      tables.set(charset, decoding);
      return decoding;
    },
  };
}

/** All 256 characters, as the server converts them; `undefined` where it has none and would write a question mark. */
async function loadTable(charset: string, session: Session, signal: AbortSignal): Promise<readonly (string | undefined)[]> {
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `hex(convert(_${charset} x'${byte.toString(16).padStart(2, '0')}' using utf8mb4))`,
  );
  const [row] = await session.query(`select ${bytes.join(', ')}`, signal);
  return bytes.map((_, byte) => {
    const character = Buffer.from(row?.[byte] ?? '', 'hex').toString('utf8');
    return character === '?' && byte !== 0x3f ? undefined : character;
  });
}

function tableDecoding(table: readonly (string | undefined)[]): TextDecoding {
  const isPlain = Array.from({ length: 128 }, (_, byte) => table[byte] === String.fromCharCode(byte)).every(Boolean);
  return (bytes, start, end) => {
    if (isPlain && isAscii(bytes, start, end)) return undefined;
    let text = '';
    for (let at = start; at < end; at++) {
      const character = table[bytes[at] ?? 0];
      if (character === undefined) return undefined;
      text += character;
    }
    return text;
  };
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

function wideDecoding(label: string): TextDecoding {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  return (bytes, start, end) => {
    try {
      return decoder.decode(bytes.subarray(start, end));
    } catch {
      return undefined; // bytes in place of a text are refused by whoever reads it
    }
  };
}

function decodeUtf32(bytes: Buffer, start: number, end: number): string | undefined {
  let text = '';
  if ((end - start) % 4 !== 0) return undefined;
  for (let at = start; at < end; at += 4) {
    const point = bytes.readUInt32BE(at);
    if (point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff)) return undefined;
    text += String.fromCodePoint(point);
  }
  return text;
}
