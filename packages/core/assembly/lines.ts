// AssemblyScript: what `npm run assembly` compiles into src/compile/lines/lines-module.ts. Places are addresses in a memory that it is
// given, in which src/compile/lines/memory.ts lays out areas; behind each there is room for what 16 bytes at a time read too much.
// It takes only the one form that our own connectors write. Nothing of a line stands for a line feed but its end, so no search passes it.

import { decimalEnd, fractionEnd, isWhole } from './numbers';
import { areKept, areKeptOfEscaped, isKeptElsewhere } from './rules';
import { isOfVietnamese, isShortEscape, isUuid } from './text';
import { isDate, isSecond } from './times';

// As src/compile/lines/program.ts writes them.

enum Form {
  None,
  Text,
  Integer,
  Bigint,
  Decimal,
  Double,
  Boolean,
  Date,
  Time,
  Timestamp,
  Instant,
  Uuid,
  Ascii,
}

/** Of a property in the program, in bytes. */
const propertyBytes: usize = 40;

// Slots of a line's spans, as `lineSlots` of src/compile/lines/scanner.ts has them.
const versionSlot: usize = 3 * 4;
const atSlot: usize = 6 * 4;
const txSlot: usize = 9 * 4;

const mostVersionBytes: usize = 200;
const mostTxBytes: usize = 100;

/** Of the text that was scanned last. */
let hasEscapes = false;

/**
 * Scans the lines from `from` on, `most` of them at most and none at `limit` or behind it, and gives how many are surely canonical: it ends
 * before the first that is not. They are valid UTF-8, and a line feed stands before `limit`. `program` has where the properties of a
 * record and those of a key are, and how many. Each line has `width` numbers in `spans`, places from `base` on.
 */
export function scanLines(program: usize, base: usize, from: usize, limit: usize, spans: usize, width: i32, most: i32): i32 {
  let count = 0;
  for (; count < most && from < limit; count++, spans += (<usize>width) << 2) {
    const end = scanLine(program, base, from, spans);
    if (end === 0) break;
    store<i32>(spans, <i32>(end - base), 4);
    from = end + 1;
  }
  return count;
}

/** Gives the place of the line feed; 0: the line is not surely canonical. */
function scanLine(program: usize, base: usize, at: usize, spans: usize): usize {
  // `{"op":"`, and behind the letter `","version":"`.
  if ((load<u64>(at) & 0x00ff_ffff_ffff_ffff) !== 0x0022_3a22_706f_227b) return 0;
  if (load<u64>(at + 8) !== 0x6973_7265_7622_2c22 || load<u64>(at + 13) !== 0x223a_226e_6f69_7372) return 0;
  const op = load<u8>(at + 7);
  if (op !== 114 && op !== 99 && op !== 117 && op !== 100) return 0;
  store<i32>(spans, op);
  at += 21;
  const behind = versionEnd(at, op);
  if (behind === 0) return 0;
  span(spans + versionSlot, base, at, behind);
  at = behind + 1;
  store<i32>(spans + atSlot, -1);
  store<i32>(spans + txSlot, -1);
  // `,"at":"`, and `,"tx":"`.
  if ((load<u64>(at) & 0x00ff_ffff_ffff_ffff) === 0x0022_3a22_7461_222c) {
    const end = asciiEnd(at + 7);
    if (load<u8>(end) !== 34 || !isInstant(at + 7, end, 9)) return 0;
    span(spans + atSlot, base, at + 7, end);
    at = end + 1;
  }
  if ((load<u64>(at) & 0x00ff_ffff_ffff_ffff) === 0x0022_3a22_7874_222c) {
    const end = asciiEnd(at + 7);
    if (load<u8>(end) !== 34 || end - at - 7 > mostTxBytes) return 0;
    span(spans + txSlot, base, at + 7, end);
    at = end + 1;
  }
  if (op === 100) {
    // `,"key":`, and nothing of what is no key.
    if ((load<u64>(at) & 0x00ff_ffff_ffff_ffff) !== 0x003a_2279_656b_222c) return 0;
    const count = load<i32>(program);
    let property = program + load<i32>(program, 4);
    for (let index = 0; index < count; index++, property += propertyBytes) store<i32>(spans + load<i32>(property), -1);
    return scanProperties(program, program + load<i32>(program, 12), load<i32>(program, 8), base, at + 7, spans);
  }
  // `,"after":`.
  if (load<u64>(at) !== 0x2272_6574_6661_222c || load<u8>(at + 8) !== 58) return 0;
  return scanProperties(program, program + load<i32>(program, 4), load<i32>(program), base, at + 9, spans);
}

function span(slot: usize, base: usize, from: usize, end: usize): void {
  store<i32>(slot, <i32>(from - base));
  store<i32>(slot, <i32>(end - base), 4);
}

/** `0` for reads, or `1:…`. */
function versionEnd(at: usize, op: u8): usize {
  const first = load<u8>(at);
  if (first === 48) return op === 114 && load<u8>(at + 1) === 34 ? at + 1 : 0;
  if (first !== 49 || load<u8>(at + 1) !== 58) return 0;
  at += 2;
  const end = asciiEnd(at);
  if (load<u8>(end) !== 34 || end === at || end - at > mostVersionBytes) return 0;
  for (; at < end; at++) if (load<u8>(at) === 32) return 0;
  return end;
}

/** In the order of their names, from the brace to the line feed, whose place it gives. */
function scanProperties(program: usize, property: usize, count: i32, base: usize, at: usize, spans: usize): usize {
  let mark: u8 = 123;
  for (let index = 0; index < count; index++, property += propertyBytes) {
    const slot = spans + load<i32>(property);
    const length = load<i32>(property, 16);
    if (load<u8>(at) === mark && stands(program + load<i32>(property, 12), length, at + 1)) {
      at = scanValue(program, property, base, at + 1 + length, slot);
      if (at === 0) return 0;
      mark = 44;
    } else if (load<i32>(property, 8) !== 0) return 0;
    else store<i32>(slot, -1);
  }
  // Without any property the brace is still open.
  if (mark === 123 && load<u8>(at++) !== 123) return 0;
  return (load<u32>(at) & 0xff_ffff) === 0x0a_7d7d ? at + 2 : 0;
}

function stands(expected: usize, length: i32, at: usize): bool {
  for (; length > 16; length -= 16, expected += 16, at += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(expected), v128.load(at))) !== 0xffff) return false;
  }
  const asked = (1 << length) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(expected), v128.load(at))) & asked) === asked;
}

/** Gives the place behind the value. */
function scanValue(program: usize, property: usize, base: usize, from: usize, slot: usize): usize {
  const form = load<i32>(property, 4);
  let end: usize;
  let behind: usize;
  hasEscapes = false;
  if (form === Form.Integer || form === Form.Double || form === Form.Boolean) {
    end = form === Form.Boolean ? booleanEnd(from) : numberEnd(from);
    if (end === 0 || (form === Form.Integer && !isWhole(from, end, 15)) || (form === Form.Double && !isDouble(from, end))) return 0;
    behind = end;
  } else {
    if (form === Form.None || load<u8>(from) !== 34) return 0;
    from++;
    end = form === Form.Text ? textEnd(from) : asciiEnd(from);
    if (load<u8>(end) !== 34 || !isOfForm(form, load<i32>(property, 20), load<i32>(property, 24), from, end)) return 0;
    behind = end + 1;
  }
  if (!areRulesKept(program, load<i32>(property, 28), load<i32>(property, 32), load<i32>(property, 36), from, end)) return 0;
  span(slot, base, from, end);
  store<i32>(slot, hasEscapes ? 1 : 0, 8);
  return behind;
}

/** What the rules leave in doubt is asked elsewhere, where there is such a rule. */
function areRulesKept(program: usize, rules: i32, count: i32, elsewhere: i32, from: usize, end: usize): bool {
  if (count === 0) return true;
  if (hasEscapes) return areKeptOfEscaped(program, rules, count, from, end);
  return areKept(program, rules, count, from, end) || (elsewhere >= 0 && isKeptElsewhere(elsewhere, from, end));
}

function isOfForm(form: i32, first: i32, second: i32, from: usize, end: usize): bool {
  switch (form) {
    case Form.Text:
      return true;
    case Form.Bigint:
      // 2^63 has 19 digits.
      return isWhole(from, end, 18);
    case Form.Decimal:
      return decimalEnd(from, end, first, second) === end;
    case Form.Date:
      return end - from === 10 && isDate(from);
    case Form.Time:
      return isTime(from, end, first);
    case Form.Timestamp:
      return isMoment(from, end, first);
    case Form.Instant:
      return isInstant(from, end, first);
    case Form.Uuid:
      return isUuid(from, end);
    case Form.Ascii:
      return true;
    default:
      return unreachable();
  }
}

/** Of `HH:MM:SS[.f]`, without zeros behind. */
function isTime(from: usize, end: usize, fraction: i32): bool {
  return end - from >= 8 && isSecond(from) && fractionEnd(from + 8, end, fraction) === end;
}

function isMoment(from: usize, end: usize, fraction: i32): bool {
  return end - from >= 19 && isDate(from) && load<u8>(from + 10) === 84 && isTime(from + 11, end, fraction);
}

function isInstant(from: usize, end: usize, fraction: i32): bool {
  return end - from >= 20 && load<u8>(end - 1) === 90 && isMoment(from, end - 1, fraction);
}

/** A double that is its own shortest form: up to 15 digits, and too large to be written with an exponent. */
function isDouble(from: usize, end: usize): bool {
  if (decimalEnd(from, end, 15, 15) !== end) return false;
  const first = load<u8>(from) === 45 ? from + 1 : from;
  return <i32>(end - first) <= (load<u8>(first) === 48 ? 8 : 15);
}

function booleanEnd(at: usize): usize {
  const word = load<u32>(at);
  if (word === 0x6575_7274) return at + 4;
  return word === 0x736c_6166 && load<u8>(at + 4) === 101 ? at + 5 : 0;
}

/** Behind what may be of a number without exponent. */
function numberEnd(at: usize): usize {
  let byte = load<u8>(at);
  while (<u8>(byte - 48) <= 9 || byte === 45 || byte === 46) byte = load<u8>(++at);
  return at;
}

/** The first that is not visible ASCII or a blank, or that JSON escapes. */
function asciiEnd(at: usize): usize {
  let others = endsOfText(at) | i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(127)));
  while (others === 0) {
    at += 16;
    others = endsOfText(at) | i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(127)));
  }
  return at + ctz(others);
}

/** Bits of sixteen bytes: control characters, quotes, backslashes, and what is no ASCII. */
function endsOfText(at: usize): i32 {
  const block = v128.load(at);
  return i8x16.bitmask(
    v128.or(i8x16.lt_s(block, i8x16.splat(32)), v128.or(i8x16.eq(block, i8x16.splat(34)), i8x16.eq(block, i8x16.splat(92)))),
  );
}

/** The quote behind a text that surely is in NFC and whose escapes need no number, or what is no part of such a text. */
function textEnd(at: usize): usize {
  let byte: u8 = 0;
  while (true) {
    const ends = endsOfText(at);
    if (ends === 0) {
      at += 16;
      continue;
    }
    at += ctz(ends);
    byte = load<u8>(at);
    if (byte === 92 && isShortEscape(load<u8>(at + 1))) {
      hasEscapes = true;
      at += 2;
      continue;
    }
    if (byte < 0x80) break;
    // Such letters often stand side by side. Two bytes up to U+02FF, three in U+1E00 to U+1EFF: nothing there combines or decomposes.
    while (byte >= 0x80) {
      if (byte <= 0xcb) at += 2;
      else if (byte === 0xe1 && isOfVietnamese(load<u8>(at + 1))) at += 3;
      else break;
      byte = load<u8>(at);
    }
    if (byte >= 0x80) break;
  }
  return at;
}
