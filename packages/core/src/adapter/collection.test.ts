import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCollection, parseCollection } from './collection.ts';

it('reads back every name that it writes: blanks, dots, quotes, capitals, Vietnamese letters', () => {
  const name = fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.constantFrom('Công.Dân', 'a"b', 'hộ_tịch', 'Tbl 1', '"', '.'));
  fc.assert(
    fc.property(name, name, (schema, table) => {
      expect(parseCollection(formatCollection({ schema, name: table }), 'public')).toEqual({ schema, name: table });
    }),
  );
});

it('gives a bare name the default schema and refuses what is no name', () => {
  expect(parseCollection('cong_dan', 'public')).toEqual({ schema: 'public', name: 'cong_dan' });
  expect(parseCollection('"Công Dân"', 'dbo')).toEqual({ schema: 'dbo', name: 'Công Dân' });
  expect(parseCollection('a.b.c', 'public')).toBeUndefined();
  expect(parseCollection('', 'public')).toBeUndefined();
});
