// AssemblyScript: what `npm run assembly` compiles into src/compile/records/records-module.ts. Places are addresses in the module's memory,
// whose areas src/compile/records/memory.ts lays out; around each there is room for what 16 bytes at a time read or write too much.
// It writes what is plain. Whatever is not goes to the functions that it imports, and a row that they refuse ends the run.

import { copy, copyQuoted } from './bytes';
import { decimalEnd, isWhole, writeBoolean, writeDouble } from './numbers';
import { areKept } from './rules';
import { isRightText, isTidy, isUuid, writeText } from './text';
import { isDate, isSecond, secondEnd, suffixOf, writeMoment } from './times';

/** Writes a property's value behind its head, by a text; gives the place behind it, `to` itself for no value, 0 where the row is not written. `from` is 0 for SQL NULL. */
declare function read(property: i32, row: i32, from: usize, end: usize, to: usize): usize;
/** The same of a value that is known from before; 0: it is not. */
declare function recall(property: i32, row: i32, from: usize, end: usize, to: usize): usize;
/** Counts what is found in a canonical value. */
declare function inspect(property: i32, from: usize, end: usize): void;
/** The row is written; something of it was imported. */
declare function accept(): void;

// As src/compile/records/program.ts writes them.

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

enum Inspection {
  None,
  RightText,
  DayExcept,
  Elsewhere,
}

/** Of a property in the program, in bytes. */
const propertyBytes: usize = 80;
/** What is behind a value: room for a blank word, quotes and the like. */
const slack: usize = 64;

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
      return isUuid(from, end) ? copyQuoted(from, end, to) : 0;
    default:
      return unreachable();
  }
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
