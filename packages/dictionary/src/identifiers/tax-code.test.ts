import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taxCheckDigit } from './check-digit.ts';
import { taxCode } from './tax-code.ts';

const nine = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 9_999_999 })).map(([segment, serial]) => {
  return String(segment).padStart(2, '0') + String(serial).padStart(7, '0');
});

describe('a tax code', () => {
  it('is refused when any one digit of a right one is changed', () => {
    fc.assert(
      fc.property(nine, (digits) => {
        const right = digits + String(taxCheckDigit(digits));
        fc.pre(right.length === 10);
        expect(taxCode.check(right).normalised).toBe(right);
        for (let place = 0; place < 10; place += 1) {
          for (let other = 0; other < 10; other += 1) {
            if (String(other) === right[place]) continue;
            const wrong = right.slice(0, place) + String(other) + right.slice(place + 1);
            expect(taxCode.check(wrong).normalised).toBeUndefined();
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is refused with every tenth digit when the nine before it have none', () => {
    fc.assert(
      fc.property(nine, (digits) => {
        fc.pre(taxCheckDigit(digits) === 10);
        for (let last = 0; last < 10; last += 1) expect(taxCode.check(digits + String(last)).normalised).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('has the check digit of the published sum', () => {
    // 31·0 + 29·1 + 23·0 + 19·0 + 17·1 + 13·0 + 7·9 + 5·1 + 3·0 = 114; 114 mod 11 = 4; 10 - 4 = 6.
    expect(taxCheckDigit('010010910')).toBe(6);
  });
});
