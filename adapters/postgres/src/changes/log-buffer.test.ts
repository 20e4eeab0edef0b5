import { viewOf } from '@lienthong/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLogBuffer } from './log-buffer.ts';

it('gives whole messages only, in order, whenever they are taken and wherever the pieces end', () => {
  const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 400 });
  fc.assert(
    fc.property(messages, fc.integer({ min: 1, max: 17 }), fc.integer({ min: 1, max: 300 }), (given, size, every) => {
      const buffer = createLogBuffer();
      const seen: Buffer[] = [];
      const take = () => {
        const { bytes, bounds, count } = buffer.take();
        for (let index = 0; index < count; index++) seen.push(Buffer.from(bytes.subarray(bounds[index * 2], bounds[index * 2 + 1])));
        bytes.fill(0x3f); // whoever took it may do with it what he likes
        buffer.give(bytes);
      };
      let pieces = 0;
      for (const message of given) {
        for (let at = 0; at < message.length; at += size) {
          const piece = Buffer.from(message.subarray(at, at + size));
          buffer.push(viewOf(piece), 0, piece.length, at + size >= message.length);
          piece.fill(0x3f);
          if (++pieces % every === 0) take();
        }
      }
      take();
      expect(seen).toEqual(given.map((message) => Buffer.from(message)));
      expect(buffer.count).toBe(0);
    }),
  );
});
