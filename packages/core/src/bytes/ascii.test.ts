import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isPlainAscii } from './ascii.ts';
import { viewOf } from './copy.ts';

it('agrees with the expression, wherever the value lies', () => {
  const byte = fc.oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.constantFrom(0x3f, 0x7f, 0x22, 0x5c, 9, 10, 13, 11, 8, 0, 0x80, 0xff, 0x3e, 0x40),
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 13 }), fc.nat(3), (bytes, lead) => {
      const value = Buffer.from(bytes);
      const view = viewOf(Buffer.concat([Buffer.alloc(lead, 0x3f), value]));
      expect(isPlainAscii(view, lead, lead + value.length)).toBe(/^[\t\n\r\x20-\x3e\x40-\x7e]*$/.test(value.toString('latin1')));
    }),
    { numRuns: 20_000 },
  );
});
