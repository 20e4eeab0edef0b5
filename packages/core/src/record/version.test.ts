import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeVersion, compareVersions, epochVersion, fixedHex, parseVersion, snapshotVersion, watermarkVersion } from './version.ts';

const sign = (value: bigint | number) => (value < 0 ? -1 : value > 0 ? 1 : 0);
const instant = fc
  .tuple(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([seconds, nanoseconds]) => {
    const fraction = String(nanoseconds).padStart(9, '0').replace(/0+$/, '');
    const text = `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
    return { text, value: BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds) };
  });

describe('a version', () => {
  it('sorts by log position, then by ordinal', () => {
    const position = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const place = fc.tuple(position, fc.nat());
    fc.assert(
      fc.property(place, place, ([left, first], [right, second]) => {
        const expected = sign(left - right) || sign(first - second);
        expect(compareVersions(changeVersion(fixedHex(left), first), changeVersion(fixedHex(right), second))).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('sorts by an integer watermark as its numbers do', () => {
    const watermark = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -100n, max: 100n }));
    fc.assert(
      fc.property(watermark, watermark, (left, right) => {
        const compared = compareVersions(watermarkVersion('integer', String(left)), watermarkVersion('integer', String(right)));
        expect(compared).toBe(sign(left - right));
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses an integer watermark that would sort wrongly', () => {
    expect(() => watermarkVersion('integer', '-18446744073709551617')).toThrow(RangeError);
    expect(() => watermarkVersion('integer', '99999999999999999999999')).toThrow(RangeError);
    expect(watermarkVersion('integer', '-18446744073709551616') < watermarkVersion('integer', '0')).toBe(true);
  });

  it('sorts by an instant watermark as time does, with and without fraction', () => {
    fc.assert(
      fc.property(instant, instant, (left, right) => {
        const compared = compareVersions(watermarkVersion('instant', left.text), watermarkVersion('instant', right.text));
        expect(compared).toBe(sign(left.value - right.value));
      }),
      { numRuns: 3000 },
    );
    expect(watermarkVersion('instant', '2026-03-01T02:03:04Z') < watermarkVersion('instant', '2026-03-01T02:03:04.5Z')).toBe(true);
  });

  it('of a change outranks a read, and a read the end of the snapshot', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (position) => {
        expect(compareVersions(changeVersion(fixedHex(position), 0), snapshotVersion)).toBe(1);
        expect(compareVersions(snapshotVersion, epochVersion)).toBe(1);
      }),
    );
  });

  it('comes back from the wire, and nothing else does', () => {
    for (const good of ['', '0', changeVersion(fixedHex(5n), 3), watermarkVersion('instant', '2026-03-01T02:03:04Z')])
      expect(parseVersion(good)).toBe(good);
    for (const bad of ['1', '1:', '2:x', '00', ' 0', '0\n', '1:a b', '1:é', `1:${'x'.repeat(201)}`])
      expect(parseVersion(bad)).toBeUndefined();
  });
});
