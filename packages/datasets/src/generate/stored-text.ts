import { encodeText, readBytesAs, type TextEncoding } from '@lienthong/dictionary';

/** The bytes of a text in an encoding older than Unicode. Throws `TypeError` for what the encoding does not have. */
export function inEncoding(text: string, encoding: TextEncoding): Uint8Array {
  const { bytes, findings } = encodeText(text, encoding);
  if (findings.some(({ code }) => code === 'text-not-in-encoding'))
    throw new TypeError(`${encoding} does not have every letter of this text`);
  return bytes;
}

/** UTF-8 that a program took for Windows-1252 and stored as Unicode again. */
export function mojibake(text: string): string {
  return readBytesAs(inEncoding(text, 'utf-8'), 'cp1252');
}

/** What a column without Vietnamese letters keeps of them: question marks. `undefined` where none stands within a word, so that nobody could tell. */
export function questioned(text: string): string | undefined {
  const left = text.replace(/[^\0-\u007f]/gu, '?');
  return /[a-z]\?[a-z]/i.test(left) ? left : undefined;
}

/** The bytes of another encoding; `undefined` where some word has no mark, so that the text could be right in both. */
export function strayed(text: string, encoding: TextEncoding): Uint8Array | undefined {
  return text.split(' ').some(isAscii) ? undefined : inEncoding(text, encoding);
}

export function isAscii(text: string): boolean {
  return !/[^\0-\u007f]/u.test(text);
}
