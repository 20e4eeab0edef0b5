import { expect, it } from 'vitest';
import { columnName, quoteIdentifier, tableName, viewName } from './names.ts';

const free = () => false;

it('keeps names that SQL allows as they are', () => {
  expect(tableName('ho-tich.cong-dan')).toBe('ho-tich.cong-dan');
  expect(viewName('ho-tich.cong-dan', false)).toBe('ho_tich_cong_dan');
  expect(columnName('soĐịnhDanh', free)).toBe('soĐịnhDanh');
  expect(quoteIdentifier('a"b')).toBe('"a""b"');
});

it('never lets two names meet, nor one of ours, nor one that PostgreSQL would cut', () => {
  const long = 'ă'.repeat(60);
  const names = ['_key', 'xmin', long, `${long}b`, `${long}c`].map((name) => columnName(name, free));
  expect(new Set(names).size).toBe(5);
  expect(names.every((name) => Buffer.byteLength(name) <= 63 && !name.startsWith('_') && name !== 'xmin')).toBe(true);
  expect(viewName('a.b-c', true)).not.toBe(viewName('a-b.c', true));
  const taken = new Set(['ma']);
  expect(taken.has(columnName('ma', (name) => taken.has(name)))).toBe(false);
});
