import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineBuffer } from './line-buffer.ts';

it('holds exactly the lines that were written, and is empty when they are taken', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 3000 }), { maxLength: 30 }), { maxLength: 4 }), (batches) => {
      const buffer = createLineBuffer();
      const taken = batches.map((lines) => {
        const written = lines.reduce((sum, line) => sum + buffer.write(line), 0);
        expect(buffer.bytes).toBe(written);
        return buffer.take();
      });
      expect(buffer.bytes).toBe(0);
      // Compared at the end: a later batch must not write into an earlier one.
      expect(taken.map((bytes) => Buffer.from(bytes).toString('utf8'))).toEqual(
        batches.map((lines) => Buffer.from(lines.join(''), 'utf8').toString('utf8')),
      );
    }),
  );
});
