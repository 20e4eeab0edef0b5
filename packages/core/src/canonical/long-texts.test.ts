import { expect, it } from 'vitest';
import { readBase64, readHex } from './binary.ts';
import { canonicalText } from './encode.ts';
import { holdsInexactNumber } from './json-text.ts';
import { parseType } from './types.ts';

const types = ['bytes', 'decimal(20,2)', 'bigint', 'date', 'partial-date', 'time', 'timestamp', 'timestamptz', 'uuid', 'string'];
const million = 1_000_000;

it('no text is too long to be judged, whatever it is made of', () => {
  for (const name of types) {
    const type = parseType(name);
    if (type === undefined) throw new Error(`${name} is no type`);
    for (const unit of ['AAAA', '1', '0', '-', '.', '0.', 'e', '\u0301', '\ud800', '1:']) {
      const text = unit.repeat((12 * million) / unit.length);
      expect(() => canonicalText(type, text)).not.toThrow();
    }
  }
});

it('twelve megabytes of base64 and of hexadecimal digits are bytes', () => {
  const base64 = 'AbC+'.repeat(3 * million);
  expect(readBase64(base64)).toBe(base64);
  expect(readBase64(`${base64}=AAA`)).not.toBe(base64);
  expect(readHex(`\\x${'00'.repeat(6 * million)}`)).toBe('AAAA'.repeat(2 * million));
});

it.each([
  ['', ''],
  ['\\x', ''],
  ['\\x0g', undefined],
  ['\\x0', undefined],
  ['\\x\\x00', undefined],
  ['0A', 'Cg=='],
])('reads the hexadecimal digits %j', (raw, bytes) => {
  const read = readHex(raw);
  expect(typeof read === 'string' ? read : undefined).toBe(bytes);
});

it.each(['A', 'AA', 'AAA', 'AAA==', '=AAA', 'A=AA', 'AA=A', 'AB==', 'AA==AA==', 'AA-_', 'AAAA\n', 'AAA=AAAA'])(
  'takes %j for no base64',
  (raw) => {
    expect(typeof readBase64(raw)).not.toBe('string');
  },
);

it('finds a rounded number behind any text, and takes none within a text for one', () => {
  const long = 'a\\"1e400\\\\'.repeat(million);
  expect(holdsInexactNumber(`["${long}",1.5]`)).toBe(false);
  expect(holdsInexactNumber(`["${long}",1e400]`)).toBe(true);
  expect(holdsInexactNumber(`["\\\\",1e400,"\\""]`)).toBe(true);
  expect(holdsInexactNumber(`["\\\\\\"",",1e400,"]`)).toBe(false);
  expect(holdsInexactNumber(`["1e400`)).toBe(false);
});
