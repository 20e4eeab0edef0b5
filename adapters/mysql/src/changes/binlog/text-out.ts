/** Where values are written as text, one behind the other. It grows; whoever keeps `bytes` must ask for it again. */
export interface TextOut {
  bytes: Buffer;
  at: number;
}

export function createTextOut(bytes: Buffer = Buffer.allocUnsafe(1024)): TextOut {
  return { bytes, at: 0 };
}

/** Room for so many bytes more. */
export function reserve(out: TextOut, count: number): void {
  if (out.at + count <= out.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(out.bytes.length * 2, out.at + count));
  out.bytes.copy(larger, 0, 0, out.at);
  out.bytes = larger;
}

export function putByte(out: TextOut, byte: number): void {
  reserve(out, 1);
  out.bytes[out.at++] = byte;
}

export function putAscii(out: TextOut, text: string): void {
  reserve(out, text.length);
  for (let index = 0; index < text.length; index++) out.bytes[out.at++] = text.charCodeAt(index);
}

export function putText(out: TextOut, text: string): void {
  reserve(out, text.length * 3);
  out.at += out.bytes.write(text, out.at, 'utf8');
}

export function putBytes(out: TextOut, from: Buffer, start: number, end: number): void {
  const count = end - start;
  reserve(out, count);
  const { bytes, at } = out;
  if (count > 48) from.copy(bytes, at, start, end);
  else for (let index = 0; index < count; index++) bytes[at + index] = from[start + index] ?? 0;
  out.at = at + count;
}

const powersOfTen = Array.from({ length: 10 }, (_, power) => 10 ** power);

/** A whole number up to 2^53, with at least `width` digits. */
export function putInteger(out: TextOut, value: number, width = 1): void {
  reserve(out, 24);
  let rest = value;
  if (rest < 0) {
    out.bytes[out.at++] = 0x2d;
    rest = -rest;
  }
  let digits = width;
  for (let bound = powersOfTen[width] ?? 10 ** width; bound <= rest; bound *= 10) digits++;
  const { bytes, at } = out;
  let place = at + digits - 1;
  // Divisions of 32 bits are much faster.
  for (; rest > 0x7fffffff; place--) {
    const next = Math.floor(rest / 10);
    bytes[place] = 0x30 + (rest - next * 10);
    rest = next;
  }
  for (let small = rest | 0; place >= at; place--) {
    const next = (small / 10) | 0;
    bytes[place] = 0x30 + (small - next * 10);
    small = next;
  }
  out.at = at + digits;
}

export function putSigned64(out: TextOut, from: Buffer, at: number): void {
  const high = from.readInt32LE(at + 4);
  if (high >= -0x200000 && high < 0x200000) putInteger(out, high * 0x100000000 + from.readUInt32LE(at));
  else putAscii(out, from.readBigInt64LE(at).toString());
}

export function putUnsigned64(out: TextOut, from: Buffer, at: number): void {
  const high = from.readUInt32LE(at + 4);
  if (high < 0x200000) putInteger(out, high * 0x100000000 + from.readUInt32LE(at));
  else putAscii(out, from.readBigUInt64LE(at).toString());
}
