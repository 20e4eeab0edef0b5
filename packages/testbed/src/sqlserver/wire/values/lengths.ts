import type { TokenWriter } from '../token-writer.ts';

/** Length of a null, and in TYPE_INFO the mark of a type without a limit. */
export const shortNull = 0xffff;

const partlyNull = 0xffff_ffff_ffff_ffffn;

/** A value in parts, as those without a limit travel (MS-TDS 2.2.5.2.3). */
export function writeParts(out: TokenWriter, value: Buffer): void {
  out.u64(BigInt(value.length));
  if (value.length > 0) {
    out.u32(value.length);
    out.bytes(value);
  }
  out.u32(0);
}

export function writePartsNull(out: TokenWriter): void {
  out.u64(partlyNull);
}

/** What the server has in the place of pointers into text and image columns since nobody may use them. */
const textPointer = Buffer.concat([Buffer.from('dummy textptr\0\0\0', 'latin1'), Buffer.from('dummyTS\0', 'latin1')]);

/** A value behind a pointer: text, ntext and image. */
export function writeBehindPointer(out: TokenWriter, value: Buffer): void {
  out.u8(16);
  out.bytes(textPointer);
  out.u32(value.length);
  out.bytes(value);
}
