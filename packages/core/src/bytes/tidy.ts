const blank = 32;

/** Whether trimming leaves a text of letters up to U+02FF and of the Vietnamese block as it is. */
export function isTidy(bytes: DataView, start: number, end: number): boolean {
  let before = blank;
  for (let at = start; at < end; at++) {
    const byte = bytes.getUint8(at);
    if (byte <= blank && (byte < blank || before === blank)) return false;
    // The no-break space is C2 A0; other blanks are no plain text in any case.
    if (byte === 0xa0 && before === 0xc2) return false;
    before = byte;
  }
  return start === end || before !== blank;
}
