import { expect, it } from 'vitest';
import type { CatalogueColumn } from '../../catalogue.ts';
import { columnValue, notLogged, numberText } from './column-text.ts';
import type { RedoValue } from './redo/values.ts';

const column = (type: string, more: Partial<CatalogueColumn> = {}): CatalogueColumn => ({
  ...{ schema: 'S', table: 'T', name: 'C', type, length: 22, characters: 0, byCharacters: false, precision: undefined, scale: undefined },
  ...{ nullable: true, generated: false, comment: undefined },
  ...more,
});
const text = (value: string): RedoValue => ({ kind: 'text', text: value });

it('writes numbers as a selection does: plain digits, no zeros at the end', () => {
  for (const [given, expected] of [
    ...[
      ['0', '0'],
      ['-0', '0'],
      ['1.50', '1.5'],
      ['.5', '0.5'],
      ['-.25', '-0.25'],
      ['007', '7'],
      ['1E+5', '100000'],
      ['1.5e-3', '0.0015'],
    ],
    ...[
      ['-1234567890123456789012345678.0123456789', '-1234567890123456789012345678.0123456789'],
      ['12300', '12300'],
      ['1E-130', `0.${'0'.repeat(129)}1`],
    ],
  ] as [string, string][])
    expect(numberText(given)).toBe(expected);
  for (const none of ['', '-', 'x', '1.2.3', '1e']) expect(() => numberText(none)).toThrow('redo log');
});

it('writes times with the digits and the offset of their column', () => {
  const read = (type: string, scale: number | undefined, value: string) => columnValue(column(type, { scale }), text(value));
  expect(read('DATE', undefined, ' 2024-02-29 13:45:30')).toBe('2024-02-29 13:45:30');
  expect(read('DATE', undefined, '-4712-01-01 00:00:00')).toBe('-4712-01-01 00:00:00');
  expect(read('TIMESTAMP', 3, ' 2024-02-29 13:45:30.123000000')).toBe('2024-02-29 13:45:30.123');
  expect(read('TIMESTAMP', 0, ' 2024-02-29 13:45:30')).toBe('2024-02-29 13:45:30');
  expect(read('TIMESTAMP', 9, '2024-02-29 13:45:30.1')).toBe('2024-02-29 13:45:30.100000000');
  expect(read('TIMESTAMP WITH TIME ZONE', 6, ' 2024-02-29 13:45:30.123456000+07:00')).toBe('2024-02-29 13:45:30.123456+07:00');
  expect(read('TIMESTAMP WITH LOCAL TIME ZONE', 0, '2024-02-29 06:45:30')).toBe('2024-02-29 06:45:30+00:00');
  expect(() => read('DATE', undefined, '29-FEB-24')).toThrow('another format');
});

it('writes intervals with the digits of their column', () => {
  expect(columnValue(column('INTERVAL YEAR TO MONTH', { precision: 2 }), { kind: 'interval', text: '1-2' })).toBe('+01-02');
  const days = column('INTERVAL DAY TO SECOND', { precision: 3, scale: 3 });
  expect(columnValue(days, { kind: 'interval', text: '-1 2:03:04.5' })).toBe('-001 02:03:04.500');
});

it('tells NULL, the empty text, bytes, doubles, and what the log does not hold', () => {
  expect(columnValue(column('VARCHAR2'), { kind: 'null' })).toBeNull();
  expect(columnValue(column('VARCHAR2'), text(''))).toBeNull();
  expect(columnValue(column('RAW'), { kind: 'bytes', hex: '00ff' })).toEqual(Buffer.from([0, 255]));
  expect(columnValue(column('BINARY_DOUBLE'), text('3.1415926535897931E+000'))).toBe(Math.PI);
  expect(columnValue(column('BINARY_DOUBLE'), text('Nan'))).toBeNaN();
  expect(columnValue(column('BINARY_FLOAT'), text('-Inf'))).toBe(Number.NEGATIVE_INFINITY);
  expect(columnValue(column('CLOB'), { kind: 'empty' })).toBe(notLogged);
  expect(columnValue(column('VARCHAR2'), { kind: 'elsewhere' })).toBe(notLogged);
});
