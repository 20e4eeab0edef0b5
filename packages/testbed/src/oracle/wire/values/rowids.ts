import type { Writer } from '../writer.ts';

/** The places that a rowid is made of: object, file, block, row. */
export interface RowPlace {
  readonly object: number;
  readonly file: number;
  readonly block: number;
  readonly row: number;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Of 'AAAR3sAAEAAAACXAAA'. Throws a `TypeError` on another form. */
export function parseRowId(text: string): RowPlace {
  if (text.length !== 18) throw new TypeError('A rowid of other than 18 characters.');
  return { object: sixBits(text, 0, 6), file: sixBits(text, 6, 9), block: sixBits(text, 9, 15), row: sixBits(text, 15, 18) };
}

function sixBits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = alphabet.indexOf(text.charAt(at));
    if (digit < 0) throw new TypeError('A rowid with another character.');
    value = value * 64 + digit;
  }
  return value;
}

/** As in the trailer of an answer, where zeros say that there is none. */
export function writeRowPlace(out: Writer, { object, file, block, row }: RowPlace): void {
  out.integer(object);
  out.integer(file);
  out.u8(0);
  out.integer(block);
  out.integer(row);
}

/** As a value of a row. */
export function writeRowId(out: Writer, text: string): void {
  out.u8(13);
  writeRowPlace(out, parseRowId(text));
}

/** A physical one, or a logical one, which begins with a star (index-organized tables). */
export function writeUniversalRowId(out: Writer, text: string): void {
  const bytes = text.startsWith('*') ? logical(text) : physical(parseRowId(text));
  out.bytes(Buffer.from([Math.min(bytes.length, 252)]));
  out.bytes(bytes);
}

function physical({ object, file, block, row }: RowPlace): Buffer {
  const bytes = Buffer.alloc(13);
  bytes[0] = 1;
  bytes.writeUInt32BE(object, 1);
  bytes.writeUInt16BE(file, 5);
  bytes.writeUInt32BE(block, 7);
  bytes.writeUInt16BE(row, 11);
  return bytes;
}

function logical(text: string): Buffer {
  return Buffer.concat([Buffer.from([2]), Buffer.from(text.slice(1), 'base64')]);
}
