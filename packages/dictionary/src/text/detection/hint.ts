import type { TextEncoding } from '../encodings.ts';

/**
 * What a name of a font or a character set says. PostgreSQL calls its `WIN1258` also ABC, TCVN and VSCII: give its canonical name,
 * or the hint is wrong.
 */
export function encodingOfHint(hint: string): TextEncoding | undefined {
  const name = hint.trim().toLowerCase();
  return names.find(([pattern]) => pattern.test(name))?.[1];
}

const names: readonly (readonly [RegExp, TextEncoding])[] = [
  [/^\.vn/, 'tcvn3'],
  [/^vn8vn3$|^tcvn-?3$|^abc$|^vn3$|^tcvn$/, 'tcvn3'],
  [/tcvn-?5712/, 'tcvn5712-1'],
  [/^vni\b/, 'vni'],
  [/viscii/, 'viscii'],
  [/^vps\b|viet-vps/, 'vps'],
  [/1258|^vietnamese_c[is]_/, 'cp1258'],
  [/viqr/, 'viqr'],
  [/utf-?8|^al32utf8$|^al16utf16$|^unicode$/, 'utf-8'],
];
