import type { Fixed } from './encoding.ts';
import { expectText } from './expected.ts';

export const uniqueidentifierForm: Fixed = {
  fixed: undefined,
  nullable: 0x24,
  bytes: 16,
  properties: [],
  sized: true,
  write: (out, value) => out.bytes(bytesOf(expectText(value))),
};

export function textOf(bytes: Buffer): string {
  const [hex, order] = [bytes.toString('hex').toUpperCase(), groups.flat()];
  const digits = order.map((at) => hex.slice(at * 2, at * 2 + 2)).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}

/** The first three groups travel little-endian. */
const groups = [
  [3, 2, 1, 0],
  [5, 4],
  [7, 6],
  [8, 9],
  [10, 11, 12, 13, 14, 15],
];

function bytesOf(text: string): Buffer {
  if (!form.test(text)) throw new TypeError('The engine gave a uniqueidentifier of another form.');
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

const form = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/;
