import { expect, it } from 'vitest';
import { createPacketReader } from './packets.ts';

function packet(payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(payload.length, 0, 3);
  return Buffer.concat([head, payload]);
}

const payloads = ['', 'a', 'xin chào', 'b'.repeat(70_000), 'c'].map((text) => Buffer.from(text));

it.each([1, 2, 3, 5, 1_000, 70_003, 1_000_000])('gives every packet whole when the pieces have %i bytes', (size) => {
  const wire = Buffer.concat(payloads.map(packet));
  const seen: string[] = [];
  const reader = createPacketReader((bytes, start, end) => seen.push(bytes.toString('utf8', start, end)));
  for (let at = 0; at < wire.length; at += size) reader.push(wire.subarray(at, at + size));
  expect(seen).toEqual(payloads.map(String));
});

it.each([0xff_ff_ff, 0xff_ff_ff * 2 + 5])('joins a payload of %i bytes, which no packet can hold', (length) => {
  const payload = Buffer.alloc(length, 'x');
  payload[length - 1] = 0x79;
  const parts: Buffer[] = [];
  for (let at = 0; at <= length; at += 0xff_ff_ff) parts.push(packet(payload.subarray(at, at + 0xff_ff_ff)));
  const wire = Buffer.concat([...parts, packet(Buffer.from('next'))]);
  const seen: [number, string][] = [];
  const reader = createPacketReader((bytes, start, end) => seen.push([end - start, bytes.toString('latin1', end - 1, end)]));
  for (let at = 0; at < wire.length; at += 65_536) reader.push(wire.subarray(at, at + 65_536));
  expect(seen).toEqual([
    [length, 'y'],
    [4, 't'],
  ]);
});
