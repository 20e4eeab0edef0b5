const backslash = 92;
const quoteMark = 34;
const zero = 48;

/** Below so many bytes a loop is faster than a call out of JavaScript. */
const shortBytes = 160;

/** Each function writes behind `at` and gives the place behind what it wrote; there is room. */
export function writeBytes(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  if (end - start > shortBytes) return at + from.copy(to, at, start, end);
  let place = at;
  for (let index = start; index < end; index++) to[place++] = from[index] ?? 0;
  return place;
}

/** JSON text as a field of COPY: of what COPY escapes it holds only backslashes. */
export function writeDoubled(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  let place = at;
  for (let index = start; index < end; index++) {
    const byte = from[index] ?? 0;
    to[place++] = byte;
    if (byte === backslash) to[place++] = backslash;
  }
  return place;
}

/** The inside of a JSON string as a field of COPY: but for the quote both have the same short escapes. */
export function writeUnescaped(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  let place = at;
  for (let index = start; index < end; index++) {
    const byte = from[index] ?? 0;
    if (byte !== backslash) to[place++] = byte;
    else {
      const escaped = from[++index] ?? 0;
      if (escaped !== quoteMark) to[place++] = backslash;
      to[place++] = escaped;
    }
  }
  return place;
}

export function writeWhole(value: number, to: Buffer, at: number): number {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits++;
  let rest = value;
  for (let place = at + digits - 1; place >= at; place--) {
    to[place] = zero + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return at + digits;
}
