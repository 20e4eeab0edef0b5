import fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOf } from '../../bytes/copy.ts';
import { compileByteChain } from './byte-chain.ts';

const range = fc.tuple(fc.nat(0x7f), fc.nat(0x7f)).map(([left, right]) => [Math.min(left, right), Math.max(left, right)] as const);

it('takes a text when each of its bytes lies in its range, and no other', () => {
  let [yes, no] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(range, { minLength: 4, maxLength: 13 }),
      fc.array(fc.nat(1000), { minLength: 13, maxLength: 13 }),
      fc.nat(12),
      fc.oneof(fc.constantFrom('low', 'high', 'none'), fc.integer({ min: 0x80, max: 0xff })),
      (ranges, picks, place, damage) => {
        const matches = compileByteChain({ lows: ranges.map(([low]) => low), highs: ranges.map(([, high]) => high) });
        const bytes = Uint8Array.from(ranges, ([low, high], index) => low + ((picks[index] ?? 0) % (high - low + 1)));
        const at = place % ranges.length;
        const [low, high] = ranges[at] ?? [0, 0];
        if (damage !== 'none') bytes[at] = damage === 'low' ? low - 1 : damage === 'high' ? high + 1 : damage;
        const expected = ranges.every(([from, to], index) => (bytes[index] ?? 0) >= from && (bytes[index] ?? 0) <= to);
        const around = viewOf(Uint8Array.from([0x41, ...bytes, 0x42]));
        expect(matches?.(around, 1, 1 + bytes.length)).toBe(expected);
        expect(matches?.(around, 1, bytes.length)).toBe(false);
        if (expected) yes++;
        else no++;
      },
    ),
    { numRuns: 2000 },
  );
  expect(Math.min(yes, no)).toBeGreaterThan(200);
  expect(compileByteChain({ lows: [48, 48, 48], highs: [57, 57, 57] })).toBeUndefined();
});
