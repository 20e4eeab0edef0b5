import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCopyFilter } from './copy-filter.ts';

function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

const bodies = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));
const messages = fc.array(fc.tuple(fc.constantFrom('d', 'd', 'S', 'N', 'C'), bodies), { maxLength: 8 });

it('hands every CopyData message on whole, and the driver everything else as it came, wherever the chunks end', () => {
  fc.assert(
    fc.property(messages, messages, fc.integer({ min: 1, max: 11 }), (during, behind, size) => {
      const end = message('Z', Buffer.from('I'));
      const bytes = Buffer.concat([...during, ['Z', Buffer.from('I')] as const, ...behind].map(([type, body]) => message(type, body)));
      const data: Buffer[] = [];
      let piece = Buffer.alloc(0);
      let passed = Buffer.alloc(0);
      const filter = createCopyFilter(
        (chunk, start, stop, isLast) => {
          piece = Buffer.concat([piece, Buffer.from(chunk.buffer, chunk.byteOffset + start, stop - start)]);
          if (!isLast) return;
          data.push(piece);
          piece = Buffer.alloc(0);
        },
        (rest) => {
          passed = Buffer.concat([passed, rest]);
          // The driver learns that the query is over, and takes its socket back.
          if (passed.includes(end)) filter.stop();
        },
      );
      for (let at = 0; at < bytes.length; at += size) filter.push(bytes.subarray(at, at + size));
      expect(data).toEqual(during.filter(([type]) => type === 'd').map(([, body]) => body));
      const others = during.filter(([type]) => type !== 'd').map(([type, body]) => message(type, body));
      expect(passed).toEqual(Buffer.concat([...others, end, ...behind.map(([type, body]) => message(type, body))]));
    }),
  );
});
