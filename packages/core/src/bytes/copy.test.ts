import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copyBytes, copyWords, viewOf } from './copy.ts';

it.each([
  ['copyWords', copyWords, 40],
  ['copyBytes', copyBytes, 2000],
] as const)('%s copies what stands between the two places, and writes nothing else', (_name, copy, longest) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: longest, size: 'max' }), fc.nat(9), fc.nat(9), fc.nat(9), (bytes, before, behind, at) => {
      // Views that begin and end amidst their memory, as pieces of a pool do.
      const from = Buffer.concat([Buffer.alloc(before + 3, 1), bytes, Buffer.alloc(behind, 1)]).subarray(3);
      const to = Buffer.alloc(bytes.length + at + 12, 2).subarray(2, bytes.length + at + 10);
      const end = copy(viewOf(from), before, before + bytes.length, viewOf(to), at);
      expect(end).toBe(at + bytes.length);
      expect(to).toEqual(Buffer.concat([Buffer.alloc(at, 2), bytes, Buffer.alloc(8, 2)]));
    }),
  );
});
