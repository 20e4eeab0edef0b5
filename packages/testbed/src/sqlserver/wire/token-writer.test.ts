import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTokenWriter, type TokenWriter } from './token-writer.ts';

function capture(): { readonly stream: Duplex; readonly sent: () => Buffer } {
  const chunks: Buffer[] = [];
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, sent: () => Buffer.concat(chunks) };
}

function packets(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt16BE(at + 2)) found.push(bytes.subarray(at, at + bytes.readUInt16BE(at + 2)));
  return found;
}

/** Bytes, and numbers, by how many bytes each takes. */
const writes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('bytes' as const), size: fc.integer({ min: 0, max: 3000 }) }),
    fc.record({ kind: fc.constant('text' as const), size: fc.integer({ min: 0, max: 3000 }) }),
    fc.record({ kind: fc.constant('u32' as const), size: fc.constant(4) }),
    fc.record({ kind: fc.constant('large' as const), size: fc.integer({ min: 60_000, max: 140_000 }) }),
  ),
  { minLength: 1, maxLength: 40 },
);

function write(out: TokenWriter, kind: string, size: number): void {
  if (kind === 'u32') out.u32(0x01010101);
  else if (kind === 'text') out.text('\u0101'.repeat(size));
  else out.bytes(Buffer.alloc(size, 1));
}

test('a response is cut into packets of the size agreed on: full ones, none empty, the last one marked', () => {
  fc.assert(
    fc.property(fc.constantFrom(512, 513, 4096, 32_767), writes, (packetSize, all) => {
      const { stream, sent } = capture();
      const out = openTokenWriter(stream, 51);
      out.setPacketSize(packetSize);
      out.u8(1);
      for (const { kind, size } of all) write(out, kind, size);
      out.end();
      const found = packets(sent());
      const length = 1 + all.reduce((sum, { kind, size }) => sum + (kind === 'text' ? size * 2 : size), 0);
      expect(Buffer.concat(found.map((packet) => packet.subarray(8))).equals(Buffer.alloc(length, 1))).toBe(true);
      expect(found.length).toBe(Math.ceil(length / (packetSize - 8)));
      expect(found.map((packet) => [packet[1], packet.readUInt16BE(4), packet[6]])).toEqual(
        found.map((_, index) => [index === found.length - 1 ? 1 : 0, 51, (index + 1) % 256]),
      );
    }),
    { numRuns: 60 },
  );
});

test('what is taken back has not been there, as long as it has not gone out', () => {
  const { stream, sent } = capture();
  const out = openTokenWriter(stream, 51);
  out.bytes(Buffer.alloc(200_000, 1));
  const mark = out.mark();
  out.bytes(Buffer.alloc(1000, 2));
  out.rewind(mark);
  out.end();
  expect(Buffer.concat(packets(sent()).map((packet) => packet.subarray(8))).equals(Buffer.alloc(200_000, 1))).toBe(true);
  const early = out.mark();
  out.bytes(Buffer.alloc(200_000, 3));
  expect(stream.destroyed).toBe(false);
  out.rewind(early);
  expect(stream.destroyed).toBe(true);
});
