import { expect, it } from 'vitest';
import { readHstore } from './hstore-text.ts';

it('reads keys, values, NULL, quotes and backslashes', () => {
  expect(readHstore('"a"=>"1", "b \\"x\\""=>NULL, "c"=>"\\\\ =>, \\"", ""=>"NULL"')).toEqual({
    a: '1',
    'b "x"': null,
    c: '\\ =>, "',
    '': 'NULL',
  });
  expect(readHstore('')).toEqual({});
});

it('refuses what is no hstore', () => {
  expect(() => readHstore('a=>1')).toThrow(expect.objectContaining({ name: 'Unrepresentable' }));
});
