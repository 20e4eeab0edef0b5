// Blanks of all widths, joiners, marks of direction and the soft hyphen: all that is seen as nothing.
const blank = '\\s\\u00AD\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF';
const dash = '\\-\\u2010-\\u2015\\u2212\\uFE58\\uFE63\\uFF0D';

const blanks = new RegExp(`[${blank}]+`, 'g');
const dashes = new RegExp(`[${dash}]`, 'g');
// A spreadsheet writes the apostrophe in front of a number that is to stay text.
const outside = new RegExp(`^[${blank}]*['\\u2018\\u2019]?[${blank}]*|[${blank}]+$`, 'g');
const separators = new RegExp(`[${blank}${dash}.()]+`, 'g');

/** `12345.0` is a number that went through floating point: its dot is no formatting, and its digits may be fewer than there were. */
const decimal = /^\d+[.,](?:\d|0+)$/;

export function trimmed(text: string): string {
  return text.replace(outside, '');
}

export function withoutBlanks(text: string): string {
  return trimmed(text).replace(blanks, '');
}

/** Every dash made the one of ASCII. */
export function plainDashes(text: string): string {
  return text.replace(dashes, '-');
}

/** Without blanks, dots, dashes and brackets. What looks like a decimal number keeps its dot: see `decimal`. */
export function withoutSeparators(text: string): string {
  const inner = trimmed(text);
  return decimal.test(inner) ? inner : inner.replace(separators, '');
}

/** The pieces between separators. */
export function pieces(text: string): readonly string[] {
  return trimmed(text)
    .split(separators)
    .filter((piece) => piece !== '');
}
