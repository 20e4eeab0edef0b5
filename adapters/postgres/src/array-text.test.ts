import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ArrayText, parseArrayText } from './array-text.ts';

function write(array: ArrayText): string {
  return `{${array
    .map((item) => {
      if (item === null) return 'NULL';
      if (typeof item !== 'string') return write(item);
      return item === '' || /["\\{},\s]|^null$/i.test(item) ? `"${item.replaceAll(/["\\]/g, '\\$&')}"` : item;
    })
    .join(',')}}`;
}

it('gives back every array that the server could print', () => {
  const { array } = fc.letrec<{ array: ArrayText; item: string | null | ArrayText }>((tie) => ({
    array: fc.array(tie('item'), { maxLength: 4 }),
    item: fc.oneof({ maxDepth: 3 }, fc.option(fc.string({ unit: 'grapheme' }), { nil: null }), tie('array')),
  }));
  fc.assert(
    fc.property(array, (value) => {
      expect(parseArrayText(write(value), ',')).toEqual(value);
    }),
  );
});

it('refuses bounds and everything that is no array', () => {
  for (const text of ['[0:1]={1,2}', '', '1', '{1', '{1}x', '{"a', '{1}{2}']) {
    expect(() => parseArrayText(text, ',')).toThrow(expect.objectContaining({ name: 'Unrepresentable' }));
  }
});
