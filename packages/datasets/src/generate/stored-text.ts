import { encodeText, readBytesAs, type TextEncoding } from '@lienthong/dictionary';

/** The bytes of a text in an encoding older than Unicode. Throws `TypeError` for what the encoding does not have. */
export function inEncoding(text: string, encoding: TextEncoding): Uint8Array {
  const { bytes, findings } = encodeText(text, encoding);
  if (findings.some(({ code }) => code === 'text-not-in-encoding')) throw new TypeError(`${encoding} does not have every letter of this text`);
  return bytes;
}

/** UTF-8 that a program took for Windows-1252 and stored as Unicode again. */
export function mojibake(text: string): string {
  return readBytesAs(inEncoding(text, 'utf-8'), 'cp1252');
}

/** What a column without Vietnamese letters keeps of them: question marks. */
export function questioned(text: string): string {
  return text.replace(/[^\0-\u007f]/gu, '?');
}

export function isAscii(text: string): boolean {
  return !/[^\0-\u007f]/u.test(text);
}
