import { type JsonValue, type RawForm, Unrepresentable } from '@lienthong/core';

/** From an element's text to its canonical value: the elements of arrays do not pass the compiler's own code. */
export const elementReaders: Readonly<Partial<Record<RawForm, (text: string) => JsonValue>>> = {
  text: (text) => text,
  'integer-text': (text) => Number(text),
  'decimal-text': (text) => decimal(text),
  'number-text': (text) => {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new Unrepresentable('a number that is not finite');
    return value;
  },
  'boolean-text': (text) => text === 't',
  'date-text': (text) => matching(text, /^\d{4}-\d\d-\d\d$/),
  'time-text': (text) => matching(text, /^(?!24)\d\d:\d\d:\d\d(?:\.\d+)?$/),
  'timestamp-text': (text) => matching(text, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/).replace(' ', 'T'),
  'timestamptz-text': (text) =>
    matching(text, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/)
      .replace(' ', 'T')
      .replace('+00', 'Z'),
  'bytes-hex': (text) => Buffer.from(text.slice(2), 'hex').toString('base64'),
  'uuid-text': (text) => text,
  'json-text': (text) => JSON.parse(text) as JsonValue, // JSON.parse gives nothing else
};

/** Plain digits without trailing zeros behind the point. */
export function decimal(text: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new Unrepresentable('a decimal that is not finite');
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

function matching(text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw new Unrepresentable('a date or time outside of the canonical range');
  return text;
}
