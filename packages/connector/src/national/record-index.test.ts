import { recordBytes } from '@lienthong/core/national';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecordIndex, wordsOf } from './record-index.ts';

/** Few that differ, some of them in their last byte alone: they meet in one slot. */
const anyDigest = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })).map(([first, last]) => {
  const digest = Buffer.alloc(recordBytes, first);
  digest[recordBytes - 1] = last;
  return digest;
});

it('gives each record the place of its first row since the beginning of a stretch', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ digest: anyDigest, isFirst: fc.boolean() })), (rows) => {
      const index = createRecordIndex(wordsOf(Buffer.concat(rows.map(({ digest }) => digest))), rows.length);
      let known = new Map<string, number>();
      let since = 0;
      for (const [row, { digest, isFirst }] of rows.entries()) {
        if (isFirst) [known, since] = [new Map(), row];
        const place = known.get(digest.toString('hex')) ?? row;
        known.set(digest.toString('hex'), place);
        expect(index.put(row, row, since)).toBe(place);
      }
    }),
  );
});

it('has what was put, by the digests of another batch', () => {
  fc.assert(
    fc.property(fc.array(anyDigest), fc.array(anyDigest, { minLength: 1 }), (put, asked) => {
      const index = createRecordIndex(wordsOf(Buffer.concat(put)), put.length);
      for (const row of put.keys()) index.put(row, row, 0);
      const words = wordsOf(Buffer.concat(asked));
      for (const [row, digest] of asked.entries()) expect(index.has(words, row)).toBe(put.some((one) => one.equals(digest)));
    }),
  );
});
