import { expect, test } from 'vitest';
import { collationBytes, collationName } from './collations.ts';

// The first is what servers of that collation send (COLLATIONPROPERTY of 'tdscollation' is 0x0904D00034); the others follow MS-TDS 2.2.5.1.2.
test.each([
  ['SQL_Latin1_General_CP1_CI_AS', '0904d00034'],
  ['SQL_Latin1_General_CP1_CS_AS', '0904c00033'],
  ['Latin1_General_CI_AS', '0904d00000'],
  ['Latin1_General_100_CI_AS', '0904d02000'],
  ['Latin1_General_100_CS_AI_KS_WS', '0904202000'],
  ['Latin1_General_BIN', '0904000100'],
  ['Latin1_General_BIN2', '0904000200'],
  ['Latin1_General_100_BIN2_UTF8', '0904002600'],
  ['Vietnamese_CI_AS', '2a04d00000'],
  ['Vietnamese_100_CI_AI', '2a04f02000'],
])('%s is 0x%s, and back', (name, hex) => {
  expect(collationBytes(name).toString('hex')).toBe(hex);
  expect(collationName(Buffer.from(hex, 'hex'), 'SQL_Latin1_General_CP1_CI_AI')).toBe(name);
});

test('what has no bit of its own comes back by the name that is known', () => {
  const bytes = collationBytes('Vietnamese_100_CI_AS_SC');
  expect(collationName(bytes, 'Vietnamese_100_CI_AS_SC')).toBe('Vietnamese_100_CI_AS_SC');
  expect(collationName(Buffer.alloc(5), 'Vietnamese_CI_AS')).toBe('Vietnamese_CI_AS');
});

test.each(['Klingon_CI_AS', 'Latin1_General_95_CI_AS', 'Latin1_General', 'SQL_Latin1_General_CP850_CI_AS'])(
  '%s is refused by name',
  (name) => {
    expect(() => collationBytes(name)).toThrow(name);
  },
);
