import { comparePlaces, type Version } from '@lienthong/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeBound } from './place.ts';

const numbers = fc.oneof(fc.constantFrom(0, 1, 255, 256, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER), fc.nat());
const versions = fc.oneof(fc.constantFrom('', '0', '1:~', '1:A', '1:a', '1:a1', '1:\\'), fc.stringMatching(/^[!-~]{0,20}$/));
const places = fc.record({ epoch: numbers, version: versions as fc.Arbitrary<Version>, sequence: numbers, line: fc.nat() }); // any such text sorts as one

const stored = ({ epoch, version, sequence, line }: { epoch: number; version: Version; sequence: number; line: number }): Buffer =>
  placeBound(epoch, version, sequence, line);

it('sorts by bytes as places compare, and above each bound that it has', () => {
  const neighbours = fc.tuple(places, places).chain(([left, right]) =>
    fc.tuple(
      fc.constant(left),
      // Equal in front more often than by chance.
      fc.constantFrom(right, { ...right, epoch: left.epoch }, { ...left, line: right.line }, { ...left, sequence: right.sequence }),
    ),
  );
  fc.assert(
    fc.property(neighbours, ([left, right]) => {
      expect(Math.sign(Buffer.compare(stored(left), stored(right)))).toBe(Math.sign(comparePlaces(left, right)));
      const { epoch, version, sequence } = right;
      const below = (bound: Buffer) => Buffer.compare(stored(left), bound) < 0;
      expect(below(placeBound(epoch))).toBe(left.epoch < epoch);
      expect(below(placeBound(epoch, version))).toBe(comparePlaces(left, { ...right, sequence: 0, line: 0 }) < 0);
      expect(below(placeBound(epoch, version, sequence))).toBe(comparePlaces(left, { ...right, line: 0 }) < 0);
    }),
    { numRuns: 3000 },
  );
});
