// AssemblyScript: what `npm run assembly` compiles into src/compile/records/records-module.ts. Places are addresses in the module's memory,
// whose areas src/compile/records/memory.ts lays out; around each there is room for what 16 bytes at a time read or write too much.
// It writes what is plain. Whatever is not goes to the functions that it imports, and a row that they refuse ends the run.

/** Writes a property's value behind its head, by a text; gives the place behind it, `to` itself for no value, 0 where the row is not written. `from` is 0 for SQL NULL. */
declare function read(property: i32, row: i32, from: usize, end: usize, to: usize): usize;
/** The same of a value that is known from before; 0: it is not. */
declare function recall(property: i32, row: i32, from: usize, end: usize, to: usize): usize;
/** Whether a rule surely holds that has no form here. */
declare function holds(rule: i32, from: usize, end: usize): bool;
/** Counts what is found in a canonical value. */
declare function inspect(property: i32, from: usize, end: usize): void;
/** The row is written; something of it was imported. */
declare function accept(): void;

// As src/compile/records/program.ts and program-rules.ts write them.

enum Kind {
  Constant,
  Read,
  Column,
}

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
}

enum Flag {
  Required = 1,
  /** What is known is looked for before the value is written. */
  Recalled = 2,
  Tidy = 4,
  NotEmpty = 8,
  /** A constant stands in the place of none. */
  Fixed = 16,
  /** What stands in the place of none is imported. */
  FixedElsewhere = 32,
  /** The rules are about what was written, and not about the value as it came. */
  JudgedAsWritten = 64,
  /** What is written has quotes. */
  Quoted = 128,
}

enum Rule {
  Elsewhere,
  OneOf,
  Length,
  Chain,
  Table,
  Bound,
  Moment,
  Ascii,
}

enum Inspection {
  None,
  RightText,
  DayExcept,
  Elsewhere,
}

/** Of a property in the program, in bytes. */
const propertyBytes: usize = 80;
const ruleBytes: usize = 16;
/** What is behind a value: room for a blank word, quotes and the like. */
const slack: usize = 64;

// Of the text that was written last.
let hasQuestion = false;
let hasControl = false;
let isAscii = true;
/** Letters that only Vietnamese has. */
let isVietnamese = false;
/** Eth, or letters of other languages. */
let hasOthers = false;

/** Of the row in work: there was no room for it. */
let isFull = false;
/** Something of it was imported. */
let hasImported = false;

/**
 * Writes rows as canonical JSON, each between `head` and `tail`, from `to` on, and gives how many: it ends with the first one that is not
 * written. `bounds` has where each value begins and ends, `rowBytes` for each row, as places behind `base`. `told` gets where the
 * last row ends, and whether there was no room for the one behind it. `there` has a byte for each property, `counts` a number.
 */
export function writeRecords(
  program: usize,
  bounds: usize,
  rowBytes: i32,
  base: usize,
  rows: i32,
  head: usize,
  headBytes: i32,
  tail: usize,
  tailBytes: i32,
  there: usize,
  counts: usize,
  to: usize,
  limit: usize,
  told: usize,
): i32 {
  const count = load<i32>(program);
  let row = 0;
  isFull = false;
  for (; row < rows; row++, bounds += rowBytes) {
    hasImported = false;
    let at = to;
    if (at + headBytes + tailBytes + slack > limit) {
      isFull = true;
      break;
    }
    at = copy(head, head + headBytes, at);
    let mark: u8 = 123;
    let property = program + 16;
    for (let index = 0; index < count; index++, property += propertyBytes) {
      store<u8>(at, mark);
      const behind = writeProperty(program, property, index, row, bounds, base, at, limit);
      if (behind === 0) {
        at = 0;
        break;
      }
      const has = behind !== at;
      store<u8>(there + index, has ? 1 : 0);
      if (has) mark = 44;
      at = behind;
    }
    if (at === 0) break;
    if (at + tailBytes + slack > limit) {
      isFull = true;
      break;
    }
    if (mark === 123) store<u8>(at++, 123);
    store<u8>(at++, 125);
    to = copy(tail, tail + tailBytes, at);
    const counted = load<i32>(program, 4);
    let place = program + load<i32>(program, 8);
    for (let index = 0; index < counted; index++, place += 4) {
      const one = load<i32>(place);
      store<i32>(counts + (one << 2), load<i32>(counts + (one << 2)) + load<u8>(there + one));
    }
    if (hasImported) accept();
  }
  store<i32>(told, <i32>to);
  store<i32>(told, isFull ? 1 : 0, 4);
  return row;
}

/** Gives the place behind the property; `to` itself when it has no value, 0 when the row is not written. */
function writeProperty(program: usize, property: usize, index: i32, row: i32, bounds: usize, base: usize, to: usize, limit: usize): usize {
  const kind = load<i32>(property);
  if (kind === Kind.Read) return readElsewhere(index, row, 0, 0, to);
  if (kind === Kind.Column) {
    const cell = bounds + load<i32>(property, 4);
    const place = load<i32>(cell);
    if (place >= 0) return writeValue(program, property, index, row, base + place, base + load<i32>(cell, 4), to, limit);
    const flags = load<i32>(property, 20);
    if ((flags & Flag.FixedElsewhere) !== 0) return readElsewhere(index, row, 0, 0, to);
    if ((flags & Flag.Fixed) === 0) return (flags & Flag.Required) !== 0 ? 0 : to;
  }
  const bytes = load<i32>(property, 36);
  if (!hasRoom(to, load<i32>(property, 12) + bytes, limit)) return 0;
  const from = program + load<i32>(property, 32);
  return copy(from, from + bytes, writeHead(program, property, to));
}

function writeValue(program: usize, property: usize, index: i32, row: i32, from: usize, end: usize, to: usize, limit: usize): usize {
  const flags = load<i32>(property, 20);
  if ((flags & Flag.Recalled) !== 0) {
    hasImported = true;
    const known = recall(index, row, from, end, to);
    if (known !== 0) return known;
  }
  const form = load<i32>(property, 16);
  if (form !== Form.None) {
    // An escape takes two bytes.
    if (!hasRoom(to, load<i32>(property, 12) + ((<i32>(end - from)) << 1), limit)) return 0;
    if (areKept(program, load<i32>(property, 48), load<i32>(property, 52), from, end)) {
      const value = writeHead(program, property, to);
      const behind = writeForm(form, property, flags, from, end, value);
      if (behind !== 0) {
        let first = from;
        let last = end;
        if ((flags & Flag.JudgedAsWritten) !== 0) {
          const quotes: usize = (flags & Flag.Quoted) !== 0 ? 1 : 0;
          first = value + quotes;
          last = behind - quotes;
        }
        if (areKept(program, load<i32>(property, 40), load<i32>(property, 44), first, last)) {
          look(program, property, index, first, last);
          return behind;
        }
      }
    }
  }
  return readElsewhere(index, row, from, end, to);
}

function readElsewhere(index: i32, row: i32, from: usize, end: usize, to: usize): usize {
  hasImported = true;
  return read(index, row, from, end, to);
}

function hasRoom(to: usize, bytes: i32, limit: usize): bool {
  if (to + bytes + slack <= limit) return true;
  isFull = true;
  return false;
}

/** The name, behind the mark that stands there. */
function writeHead(program: usize, property: usize, to: usize): usize {
  const head = program + load<i32>(property, 8);
  return copy(head, head + load<i32>(property, 12), to + 1);
}

/** Counts what is found in a value, unless surely nothing is. */
function look(program: usize, property: usize, index: i32, from: usize, end: usize): void {
  switch (load<i32>(property, 56)) {
    case Inspection.None:
      return;
    case Inspection.RightText:
      if (isRightText()) return;
      break;
    case Inspection.DayExcept:
      if (isDayExcept(program + load<i32>(property, 60), from, end)) return;
      break;
    default:
  }
  hasImported = true;
  inspect(index, from, end);
}

/** Of the text that was written last. */
function isRightText(): bool {
  if (hasQuestion) return false;
  return isAscii ? !hasControl : isVietnamese && !hasOthers;
}

/** Whether the value is long enough, and none of the listed four bytes stand behind its sixth. */
function isDayExcept(list: usize, from: usize, end: usize): bool {
  if (end - from < 10) return false;
  const word = load<i32>(from, 6);
  for (let index = load<i32>(list); index > 0; index--) {
    list += 4;
    if (load<i32>(list) === word) return false;
  }
  return true;
}

function writeForm(form: i32, property: usize, flags: i32, from: usize, end: usize, to: usize): usize {
  switch (form) {
    case Form.Text:
      if ((flags & Flag.NotEmpty) !== 0 && from === end) return 0;
      if ((flags & Flag.Tidy) !== 0 && !isTidy(from, end)) return 0;
      return writeText(from, end, to);
    case Form.Integer:
      // Every whole number of 15 digits is a double of its own.
      return isWhole(from, end, 15) ? copy(from, end, to) : 0;
    case Form.Bigint:
      // 2^63 has 19 digits.
      return isWhole(from, end, 18) ? copyQuoted(from, end, to) : 0;
    case Form.Decimal: {
      const behind = decimalEnd(from, end, load<i32>(property, 24), load<i32>(property, 28));
      return behind === 0 ? 0 : copyQuoted(from, behind, to);
    }
    case Form.Double:
      return writeDouble(from, end, to);
    case Form.Boolean:
      return writeBoolean(from, end, to);
    case Form.Date:
      return end - from === 10 && isDate(from) ? copyQuoted(from, end, to) : 0;
    case Form.Time: {
      if (end - from < 8 || !isSecond(from)) return 0;
      const behind = secondEnd(from + 8, end, load<i32>(property, 24));
      return behind === 0 ? 0 : copyQuoted(from, behind, to);
    }
    case Form.Timestamp: {
      const behind = writeMoment(from, end, load<i32>(property, 24), to);
      if (behind === 0) return 0;
      store<u8>(behind, 34);
      return behind + 1;
    }
    case Form.Instant: {
      const suffix = suffixOf(from, end);
      if (suffix === 0) return 0;
      const behind = writeMoment(from, end - suffix, load<i32>(property, 24), to);
      if (behind === 0) return 0;
      store<u8>(behind, 90);
      store<u8>(behind + 1, 34);
      return behind + 2;
    }
    case Form.Uuid:
      return writeUuid(from, end, to);
    default:
      return unreachable();
  }
}

// Text.

/** As a JSON string, where it surely is in NFC and no escape needs a number. */
function writeText(from: usize, end: usize, to: usize): usize {
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
        if (second < 0xb8 || second > 0xbb || (third & 0xc0) !== 0x80) return 0;
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

/** Whether trimming leaves the text as it is. */
function isTidy(from: usize, end: usize): bool {
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
function writeUuid(from: usize, end: usize, to: usize): usize {
  if (end - from !== 36) return 0;
  for (let place: usize = 0; place < 36; place++) {
    const byte = load<u8>(from + place);
    const isDash = place === 8 || place === 13 || place === 18 || place === 23;
    if (isDash ? byte !== 45 : !((byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102))) return 0;
  }
  return copyQuoted(from, end, to);
}

// Numbers.

/** Whether the bytes are a whole number in normal form with at most so many digits: no plus, no leading zero, no minus zero. */
function isWhole(from: usize, end: usize, digits: i32): bool {
  if (from === end) return false;
  const first = load<u8>(from) === 45 ? from + 1 : from;
  const count = <i32>(end - first);
  if (count < 1 || count > digits) return false;
  if (load<u8>(first) === 48) return count === 1 && first === from;
  return areDigits(first, end);
}

function areDigits(from: usize, end: usize): bool {
  for (let at = from; at < end; at++) if (<u8>(load<u8>(at) - 48) > 9) return false;
  return true;
}

/** Where a plain decimal ends without the zeros behind it; 0 when it is not plain or does not fit. */
function decimalEnd(from: usize, end: usize, wholeDigits: i32, scale: i32): usize {
  if (from === end) return 0;
  const first = load<u8>(from) === 45 ? from + 1 : from;
  let dot = first;
  while (dot < end && load<u8>(dot) !== 46) dot++;
  if (dot === first || !areDigits(first, dot)) return 0;
  const isZero = load<u8>(first) === 48;
  // A zero before the point is no digit of it, and stands alone.
  if (isZero ? dot > first + 1 : <i32>(dot - first) > wholeDigits) return 0;
  const behind = fractionEnd(dot, end, scale);
  // Minus zero is zero: left to the reader of texts.
  return isZero && behind === dot && first > from ? 0 : behind;
}

/** Where digits behind a point end without the last zeros, and the point itself if nothing is left of them. */
function fractionEnd(dot: usize, end: usize, permitted: i32): usize {
  if (dot === end) return end;
  if (load<u8>(dot) !== 46 || dot + 1 === end || !areDigits(dot + 1, end)) return 0;
  let behind = end;
  while (load<u8>(behind - 1) === 48) behind--;
  if (<i32>(behind - dot) - 1 > permitted) return 0;
  return behind === dot + 1 ? dot : behind;
}

/**
 * A double as a JSON number. Up to 15 digits without exponent are the shortest text of their double already, unless JavaScript would
 * write them with an exponent.
 */
function writeDouble(from: usize, end: usize, to: usize): usize {
  if (end - from > 16) return 0;
  const behind = decimalEnd(from, end, 15, 15);
  if (behind === 0 || behind - from > 15) return 0;
  const first = load<u8>(from) === 45 ? from + 1 : from;
  if (load<u8>(first) === 48 && behind - first > 6) return 0;
  return copy(from, behind, to);
}

/** `t` and `1`, `f` and `0`. */
function writeBoolean(from: usize, end: usize, to: usize): usize {
  if (end - from !== 1) return 0;
  const byte = load<u8>(from);
  if (byte === 116 || byte === 49) {
    store<u32>(to, 0x6575_7274);
    return to + 4;
  }
  if (byte !== 102 && byte !== 48) return 0;
  store<u32>(to, 0x736c_6166);
  store<u8>(to + 4, 101);
  return to + 5;
}

// Times.

/** Bears a high bit where a byte is more than nine. */
function overNine(word: u64): u64 {
  return word | (word + 0x7676_7676_7676_7676);
}

const highBits: u64 = 0x8080_8080_8080_8080;

/** `YYYY-MM-DD`, a day of the calendar; reads ten bytes in any case. */
function isDate(at: usize): bool {
  const word = load<u64>(at) ^ 0x2d30_302d_3030_3030;
  const last = <u64>load<u16>(at + 8) ^ 0x3030;
  if ((word & 0xff00_00ff_0000_0000) !== 0 || ((overNine(word) | overNine(last)) & highBits) !== 0) return false;
  const year = 1000 * <i32>(word & 255) + 100 * <i32>((word >> 8) & 255) + twoDigits(word >> 16);
  const month = twoDigits(word >> 40);
  const day = twoDigits(last);
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysOf(year, month));
}

/** The number of the two lowest digits. */
function twoDigits(word: u64): i32 {
  return 10 * <i32>(word & 255) + <i32>((word >> 8) & 255);
}

function daysOf(year: i32, month: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `HH:MM:SS`; reads eight bytes in any case. */
function isSecond(at: usize): bool {
  const word = load<u64>(at) ^ 0x3030_3a30_303a_3030;
  if ((word & 0x0000_ff00_00ff_0000) !== 0 || (overNine(word) & highBits) !== 0) return false;
  return twoDigits(word) <= 23 && twoDigits(word >> 24) <= 59 && twoDigits(word >> 48) <= 59;
}

// Databases write at most twelve digits of a second; of more the reader of texts knows what to think.
function secondEnd(from: usize, end: usize, fraction: i32): usize {
  return end - from > 13 ? 0 : fractionEnd(from, end, fraction);
}

/** `YYYY-MM-DD HH:MM:SS[.f]`, blank or `T` between, without the closing quote. */
function writeMoment(from: usize, end: usize, fraction: i32, to: usize): usize {
  if (end - from < 19) return 0;
  const between = load<u8>(from + 10);
  if ((between !== 32 && between !== 84) || !isDate(from) || !isSecond(from + 11)) return 0;
  const digits = secondEnd(from + 19, end, fraction);
  if (digits === 0) return 0;
  store<u8>(to, 34);
  const behind = copy(from, digits, to + 1);
  store<u8>(to + 11, 84);
  return behind;
}

/** Bytes of `+00` or `Z` behind a time: what a session in UTC prints. 0: there is neither. */
function suffixOf(from: usize, end: usize): usize {
  if (end - from < 20) return 0;
  if (load<u8>(end - 1) === 90) return 1;
  return load<u8>(end - 1) === 48 && load<u8>(end - 2) === 48 && load<u8>(end - 3) === 43 ? 3 : 0;
}

// Rules. Each says whether a value surely fulfils it.

function areKept(program: usize, rules: i32, count: i32, from: usize, end: usize): bool {
  let rule = program + rules;
  for (; count > 0; count--, rule += ruleBytes) if (!isKept(program, rule, from, end)) return false;
  return true;
}

function isKept(program: usize, rule: usize, from: usize, end: usize): bool {
  const first = load<i32>(rule, 4);
  const second = load<i32>(rule, 8);
  switch (load<i32>(rule)) {
    case Rule.Elsewhere:
      return holds(first, from, end);
    case Rule.OneOf:
      return isOneOf(program + first, second, from, end);
    case Rule.Length:
      return isOfLength(first, second, from, end);
    case Rule.Chain:
      return isChain(program + first, second, from, end);
    case Rule.Table:
      return isOfTable(program, program + first, from, end);
    case Rule.Bound:
      return isWithin(load<f64>(program + first), second, from, end);
    case Rule.Moment:
      return isBeyond(program + first, second, load<i32>(rule, 12) !== 0, from, end);
    case Rule.Ascii:
      return isPlainAscii(from, end);
    default:
      return unreachable();
  }
}

/** Each of the list begins with its length. */
function isOneOf(list: usize, count: i32, from: usize, end: usize): bool {
  const length = <i32>(end - from);
  for (; count > 0; count--) {
    const bytes = load<i32>(list);
    list += 4;
    if (bytes === length && equals(list, from, bytes)) return true;
    list += bytes;
  }
  return false;
}

function equals(left: usize, right: usize, length: usize): bool {
  for (let place: usize = 0; place < length; place++) if (load<u8>(left + place) !== load<u8>(right + place)) return false;
  return true;
}

/** In code points, of which each takes one to four bytes: counted only where that leaves a doubt. */
function isOfLength(least: i32, most: i32, from: usize, end: usize): bool {
  const length = <i32>(end - from);
  if (length >= least * 4 && length <= most) return true;
  let count = 0;
  for (let at = from; at < end; at++) if ((load<u8>(at) & 0xc0) !== 0x80) count++;
  return count >= least && count <= most;
}

/** A range of bytes for each byte: the lowest of 16, then the highest of them, and so on. */
function isChain(ranges: usize, length: i32, from: usize, end: usize): bool {
  if (<i32>(end - from) !== length) return false;
  for (; from < end; from += 16, ranges += 32) {
    const block = v128.load(from);
    const inside = v128.and(i8x16.ge_u(block, v128.load(ranges)), i8x16.le_u(block, v128.load(ranges, 16)));
    const asked = end - from >= 16 ? 0xffff : (1 << (<i32>(end - from))) - 1;
    if ((i8x16.bitmask(inside) & asked) !== asked) return false;
  }
  return true;
}

/** Columns of 256 bytes, then the first row, where the cells are, where it is told of rows whether a text may end, and the width of rows. */
function isOfTable(program: usize, table: usize, from: usize, end: usize): bool {
  const cells = program + load<i32>(table, 260);
  const ends = program + load<i32>(table, 264);
  const dead = <u32>load<i32>(table, 268);
  if (end - from > <usize>load<i32>(table, 272)) return false;
  let row = <u32>load<i32>(table, 256);
  // The first two rows are the ends of every search.
  for (let at = from; at < end && row > dead; at++) row = load<u16>(cells + ((row + load<u8>(table + load<u8>(at))) << 1));
  return load<u8>(ends + row) === 1;
}

/** By the part before the point: a number lies between it and the next one further from zero. `kind`: 1 for at least, 2 for open. */
function isWithin(bound: f64, kind: i32, from: usize, end: usize): bool {
  const isNegative = load<u8>(from) === 45;
  let at = isNegative ? from + 1 : from;
  if (end - at > 15) return false;
  let whole: f64 = 0;
  for (; at < end && load<u8>(at) !== 46; at++) whole = whole * 10 + <f64>(<i32>load<u8>(at) - 48);
  const far = at < end ? whole + 1 : whole;
  const low = isNegative ? -far : whole;
  const high = isNegative ? -whole : far;
  const isOpen = (kind & 2) !== 0;
  if ((kind & 1) !== 0) return isOpen ? low > bound : low >= bound;
  return isOpen ? high < bound : high <= bound;
}

/** By day and second alone: equal ones are left to the rule over texts. */
function isBeyond(bound: usize, bytes: i32, least: bool, from: usize, end: usize): bool {
  const length = min<i32>(bytes, <i32>(end - from));
  for (let place = 0; place < length; place++) {
    const difference = <i32>load<u8>(from + place) - <i32>load<u8>(bound + place);
    if (difference !== 0) return least ? difference > 0 : difference < 0;
  }
  return false;
}

/** Seven bits without control characters, but tab and line ends, and without a question mark. */
function isPlainAscii(from: usize, end: usize): bool {
  for (; from < end; from++) {
    const byte = load<u8>(from);
    if (byte >= 32 ? byte >= 127 || byte === 63 : byte !== 9 && byte !== 10 && byte !== 13) return false;
  }
  return true;
}

// Bytes.

/** 16 bytes at a time: what is written too much is written over by what comes next. */
function copy(from: usize, end: usize, to: usize): usize {
  const behind = to + (end - from);
  for (; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
  return behind;
}

function copyQuoted(from: usize, end: usize, to: usize): usize {
  store<u8>(to, 34);
  const behind = copy(from, end, to + 1);
  store<u8>(behind, 34);
  return behind + 1;
}

/** Whether a canonical value surely fulfils the rules of a property. */
export function fulfils(program: usize, index: i32, from: usize, end: usize): bool {
  const property = program + 16 + <usize>index * propertyBytes;
  return areKept(program, load<i32>(property, 40), load<i32>(property, 44), from, end);
}

/** The least and the most of `count` pairs of bounds go to `told`; the least is -1 where there are none. */
export function reach(bounds: usize, count: i32, told: usize): void {
  let least = i32.MAX_VALUE;
  let most = -1;
  for (const end = bounds + ((<usize>count) << 3); bounds < end; bounds += 8) {
    const first = load<i32>(bounds);
    if (first < 0) continue;
    least = min(least, first);
    most = max(most, load<i32>(bounds, 4));
  }
  store<i32>(told, most < 0 ? -1 : least);
  store<i32>(told, most, 4);
}
