import { valuesOfRows, viewOf } from '@lienthong/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCopyTextParser } from './copy-text.ts';

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

// What the server does with a value in text format.
const write = (value: string | null) =>
  value === null ? '\\N' : value.replaceAll(/[\\\b\f\n\r\t\v]/g, (character) => escapes[character] ?? '');

it('gives back every value, wherever the chunks end', () => {
  const value = fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '\\N', '\\', '\t', '\n', 'ễ', '\\.', 'N')), {
    nil: null,
  });
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 4 })
        .chain((columns) =>
          fc.tuple(fc.constant(columns), fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { maxLength: 6 })),
        ),
      fc.integer({ min: 1, max: 9 }),
      ([width, rows], size) => {
        const bytes = Buffer.from(rows.map((row) => `${row.map(write).join('\t')}\n`).join(''));
        const parser = createCopyTextParser(width);
        for (let at = 0; at < bytes.length; at += size) {
          // The driver reuses its buffer: the parser must not keep a view.
          const chunk = Buffer.from(bytes.subarray(at, at + size));
          parser.push(viewOf(chunk), 0, chunk.length);
          chunk.fill(0x3f);
        }
        expect(valuesOfRows(parser.take())).toEqual(rows);
        expect(valuesOfRows(parser.take())).toEqual([]);
      },
    ),
  );
});
