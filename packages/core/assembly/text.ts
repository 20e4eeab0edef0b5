// Of the text that was written last.
let hasQuestion = false;
let hasControl = false;
let isAscii = true;
/** Letters that only Vietnamese has. */
let isVietnamese = false;
/** Eth, or letters of other languages. */
let hasOthers = false;

/** Whether the text that was written last is right Vietnamese, or ASCII: as KnownTest of src/dictionary/dictionary.ts says. */
export function isRightText(): bool {
  if (hasQuestion) return false;
  return isAscii ? !hasControl : isVietnamese && !hasOthers;
}

/** As a JSON string, where it surely is in NFC and no escape needs a number. */
export function writeText(from: usize, end: usize, to: usize): usize {
  let question = 0;
  let control = false;
  let ascii = true;
  let vietnamese = false;
  let others = false;
  store<u8>(to++, 34);
  while (from < end) {
    const block = v128.load(from);
    v128.store(to, block);
    const left = <i32>min<usize>(end - from, 16);
    const other = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.lt_s(block, i8x16.splat(32)), i8x16.eq(block, i8x16.splat(127))),
        v128.or(i8x16.eq(block, i8x16.splat(34)), i8x16.eq(block, i8x16.splat(92))),
      ),
    );
    const plain = min(ctz(other | 0x1_0000), left);
    question |= i8x16.bitmask(i8x16.eq(block, i8x16.splat(63))) & ((1 << plain) - 1);
    from += plain;
    to += plain;
    if (plain === left) continue;
    // Such letters often stand side by side.
    do {
      const byte = load<u8>(from);
      if (byte < 0x80) {
        if (byte === 34 || byte === 92) {
          store<u16>(to, 92 | ((<u16>byte) << 8));
          to += 2;
        } else if (byte === 127) {
          store<u8>(to++, byte);
          control = true;
        } else {
          const letter = escapeOf(byte);
          if (letter === 0) return 0;
          store<u16>(to, 92 | ((<u16>letter) << 8));
          to += 2;
          control = true;
        }
        from++;
        break;
      }
      ascii = false;
      // Surely in NFC as it stands: below U+0300, or of the Vietnamese block U+1E00 to U+1EFF.
      if (byte === 0xe1) {
        if (from + 3 > end) return 0;
        const second = load<u8>(from + 1);
        const third = load<u8>(from + 2);
        if (!isOfVietnamese(second) || (third & 0xc0) !== 0x80) return 0;
        // U+1EA0 to U+1EF9.
        if (second === 0xba ? third >= 0xa0 : second === 0xbb && third <= 0xb9) vietnamese = true;
        else others = true;
        store<u8>(to, byte);
        store<u16>(to + 1, load<u16>(from + 1));
        to += 3;
        from += 3;
      } else if (byte >= 0xc2 && byte <= 0xcb) {
        if (from + 2 > end) return 0;
        const second = load<u8>(from + 1);
        if ((second & 0xc0) !== 0x80) return 0;
        // Ĩ, ĩ, Ũ and ũ; eth in both cases.
        if ((byte === 0xc4 || byte === 0xc5) && (second & 0xfe) === 0xa8) vietnamese = true;
        if (byte === 0xc3 && (second & 0xdf) === 0x90) others = true;
        store<u16>(to, load<u16>(from));
        to += 2;
        from += 2;
      } else return 0;
    } while (from < end && load<u8>(from) >= 0x80);
  }
  hasQuestion = question !== 0;
  hasControl = control;
  isAscii = ascii;
  isVietnamese = vietnamese;
  hasOthers = others;
  store<u8>(to, 34);
  return to + 1;
}

/** The letter behind the backslash for a control character; 0: JSON escapes it by its number. */
function escapeOf(byte: u8): u8 {
  switch (byte) {
    case 8:
      return 98;
    case 9:
      return 116;
    case 10:
      return 110;
    case 12:
      return 102;
    case 13:
      return 114;
    default:
      return 0;
  }
}

/** The second byte of three in U+1E00 to U+1EFF. */
export function isOfVietnamese(second: u8): bool {
  return second >= 0xb8 && second <= 0xbb;
}

/** `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`: the forms of RFC 8785 that need no number. */
export function isShortEscape(letter: u8): bool {
  return letter === 34 || letter === 92 || letter === 98 || letter === 102 || letter === 110 || letter === 114 || letter === 116;
}

/** Whether trimming leaves the text as it is. */
export function isTidy(from: usize, end: usize): bool {
  let before: u8 = 32;
  for (let at = from; at < end; at++) {
    const byte = load<u8>(at);
    if (byte <= 32 && (byte < 32 || before === 32)) return false;
    // The no-break space is C2 A0; other blanks are no plain text in any case.
    if (byte === 0xa0 && before === 0xc2) return false;
    before = byte;
  }
  return from === end || before !== 32;
}

/** `8-4-4-4-12` in lower case. */
export function isUuid(from: usize, end: usize): bool {
  if (end - from !== 36) return false;
  for (let place: usize = 0; place < 36; place++) {
    const byte = load<u8>(from + place);
    const isDash = place === 8 || place === 13 || place === 18 || place === 23;
    if (isDash ? byte !== 45 : !((byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102))) return false;
  }
  return true;
}
