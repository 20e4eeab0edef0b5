import { expect, test } from 'vitest';
import { foldName, isFieldName, pascalCase } from './field-names.ts';

test('names in any manner become names of the message', () => {
  expect(['hoTen', 'ho_ten', 'HO_TEN', 'ho-ten', 'HoTen', 'soCCCD', 'x1'].map(pascalCase)).toEqual([
    ...['HoTen', 'HoTen', 'HoTen', 'HoTen', 'HoTen', 'SoCCCD', 'X1'],
  ]);
});

test('what would not stand in XML, or not in the manner of the message, is no name', () => {
  expect(['HoTen', 'A', 'hoTen', 'Ho Ten', 'Họ', '1Ho', '', 'XmlTen', 'A'.repeat(101)].map(isFieldName)).toEqual([
    ...[true, true, false, false, false, false, false, false, false],
  ]);
});

test('folded names are equal where a receiver would not tell them apart', () => {
  expect(foldName('IdBanGhi')).toBe(foldName('idbanghi'));
  expect(foldName('ho_ten')).toBe(foldName('HoTen'));
});
