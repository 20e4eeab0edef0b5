// AssemblyScript: what `npm run assembly` compiles into src/ingest/rows-module.ts. Places are addresses in the module's memory,
// whose areas src/ingest/row-memory.ts lays out; behind each there is room for what a copy of 16 bytes writes too much.
// It decides nothing: what it is given was taken by a scanner or a reader before.

/** The double of a canonical text. */
declare function readDouble(from: usize, end: usize): f64;

/** As `valueForms` of src/storage/column-types.ts has them. */
const enum Form {
  Text,
  Json,
  Boolean,
  Bigint,
  Numeric,
  Double,
  Date,
  Time,
  Timestamp,
  Uuid,
  Bytes,
}

// Slots of a line's spans, as `lineSlots` of core has them: start, end, and whether escapes are in it.
const opSlot = 0;
const versionSlot: usize = 3 * 4;
const atSlot: usize = 6 * 4;
const txSlot: usize = 9 * 4;
const opOfDeletion = 100;

/** Bytes of a row in `told`: where the row ends, where its key ends in `keys`, whether it is a tombstone, whether its version is the one before. */
const toldBytes: usize = 16;

const microsecondsOfDay: i64 = 86_400_000_000;

/**
 * Writes lines as rows in the binary format of COPY, from `to` on, and gives the place behind them. `program` has the count of
 * properties and of key properties, for each of the key its slot and whether JSON has quotes around it, for each property its
 * form and its slot. `spans` has `width` numbers for each line, places from `base` on; the last two are those of a whole key,
 * where it is not in the line. `shared` has epoch and sequence in network order, and what each row ends with.
 */
export function writeRows(
  program: usize,
  base: usize,
  spans: usize,
  width: i32,
  lines: i32,
  firstLine: i32,
  shared: usize,
  tailBytes: usize,
  fieldCount: i32,
  keys: usize,
  told: usize,
  to: usize,
): usize {
  const rowsStart = to;
  const keysStart = keys;
  let versionStart: usize = 0;
  let versionLength: usize = 0;
  for (let index = 0; index < lines; index++, spans += (<usize>width) << 2, told += toldBytes) {
    store16(to, fieldCount);
    const key = to + 2;
    to = writeKey(program, base, spans, width, key);
    keys = copy(key, to, keys);

    const version = base + load<i32>(spans + versionSlot);
    const length = base + load<i32>(spans + versionSlot + 4) - version;
    const isSame = index > 0 && length === versionLength && equals(version, versionStart, length);
    versionStart = version;
    versionLength = length;
    to = writePlace(version, version + length, shared, firstLine + index, to);

    const isDeletion = load<i32>(spans + opSlot) === opOfDeletion;
    store32(to, 1);
    store<u8>(to + 4, isDeletion ? 1 : 0);
    to = writeValue(Form.Timestamp, base, spans + atSlot, to + 5);
    to = writeValue(Form.Text, base, spans + txSlot, to);
    const count = load<i32>(program);
    let field = program + 8 + ((<usize>load<i32>(program + 4)) << 3);
    for (let place = 0; place < count; place++, field += 8) {
      to = writeValue(load<i32>(field), base, spans + ((<usize>load<i32>(field + 4)) << 2), to);
    }
    to = copy(shared + 16, shared + 16 + tailBytes, to);

    store<i32>(told, <i32>(to - rowsStart));
    store<i32>(told, <i32>(keys - keysStart), 4);
    store<i32>(told, isDeletion ? 1 : 0, 8);
    store<i32>(told, isSame ? 1 : 0, 12);
  }
  return to;
}

/** The field `_key`: its stream is filled in later, the length of its text stands before it. */
function writeKey(program: usize, base: usize, spans: usize, width: i32, field: usize): usize {
  let to = field + 10;
  const whole = spans + ((<usize>(width - 2)) << 2);
  if (load<i32>(whole) >= 0) to = copy(base + load<i32>(whole), base + load<i32>(whole + 4), to);
  else {
    store<u8>(to++, 91);
    const count = load<i32>(program + 4);
    for (let place = 0, part = program + 8; place < count; place++, part += 8) {
      const slot = spans + ((<usize>load<i32>(part)) << 2);
      const isQuoted = load<i32>(part + 4) !== 0;
      if (place > 0) store<u8>(to++, 44);
      if (isQuoted) store<u8>(to++, 34);
      to = copy(base + load<i32>(slot), base + load<i32>(slot + 4), to);
      if (isQuoted) store<u8>(to++, 34);
    }
    store<u8>(to++, 93);
  }
  store32(field, <i32>(to - field) - 4);
  store32(field + 4, 0);
  store16(field + 8, <i32>(to - field) - 10);
  return to;
}

/** The field `_place`, as storage/place.ts describes it. */
function writePlace(version: usize, end: usize, shared: usize, line: i32, field: usize): usize {
  store<u64>(field + 4, load<u64>(shared));
  const to = copy(version, end, field + 12);
  store<u8>(to, 0);
  store<u64>(to + 1, load<u64>(shared + 8));
  store32(to + 9, line);
  store32(field, <i32>(to - field) + 9);
  return to + 13;
}

function writeValue(form: i32, base: usize, slot: usize, field: usize): usize {
  const place = load<i32>(slot);
  if (place < 0) {
    store32(field, -1);
    return field + 4;
  }
  const from = base + place;
  const end = base + load<i32>(slot + 4);
  const at = field + 4;
  let to = at;
  switch (form) {
    case Form.Text:
      to = load<i32>(slot + 8) === 1 ? unescape(from, end, at) : copy(from, end, at);
      break;
    case Form.Json:
      store<u8>(at, 1);
      to = copy(from, end, at + 1);
      break;
    case Form.Boolean:
      store<u8>(at, load<u8>(from) === 116 ? 1 : 0);
      to = at + 1;
      break;
    case Form.Bigint:
      to = writeBigint(from, end, at);
      break;
    case Form.Numeric:
      to = writeNumeric(from, end, at);
      break;
    case Form.Double:
      to = store64(at, reinterpret<i64>(readDouble(from, end)));
      break;
    case Form.Date:
      store32(at, dayAt(from));
      to = at + 4;
      break;
    case Form.Time:
      to = store64(at, microsecondsAt(from, end));
      break;
    case Form.Timestamp:
      to = store64(at, <i64>dayAt(from) * microsecondsOfDay + microsecondsAt(from + 11, end));
      break;
    case Form.Uuid:
      to = writeUuid(from, end, at);
      break;
    case Form.Bytes:
      to = writeBytes(from, end, at);
      break;
    default:
      unreachable();
  }
  store32(field, <i32>(to - at));
  return to;
}

/** 16 bytes at a time: what is written too much is written over by what comes next. */
function copy(from: usize, end: usize, to: usize): usize {
  const behind = to + (end - from);
  for (; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
  return behind;
}

function equals(left: usize, right: usize, length: usize): bool {
  for (let place: usize = 0; place < length; place++) if (load<u8>(left + place) !== load<u8>(right + place)) return false;
  return true;
}

/** The inside of a JSON string with no escapes but the short ones, as plain text. */
function unescape(from: usize, end: usize, to: usize): usize {
  while (from < end) {
    let byte = load<u8>(from++);
    if (byte === 92) byte = meaningOf(load<u8>(from++));
    store<u8>(to++, byte);
  }
  return to;
}

/** Quote, backslash and slash mean themselves. */
function meaningOf(letter: u8): u8 {
  switch (letter) {
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return letter;
  }
}

function writeBigint(from: usize, end: usize, to: usize): usize {
  const isNegative = load<u8>(from) === 45;
  let value: i64 = 0;
  for (let at = isNegative ? from + 1 : from; at < end; at++) value = value * 10 + (load<u8>(at) - 48);
  return store64(to, isNegative ? -value : value);
}

/** Digits in groups of four from the point on: count of groups, weight of the first, sign, digits behind the point, groups. */
function writeNumeric(from: usize, end: usize, to: usize): usize {
  const isNegative = load<u8>(from) === 45;
  let at = isNegative ? from + 1 : from;
  let point = at;
  while (point < end && load<u8>(point) !== 46) point++;
  const whole = <i32>(point - at);
  let group = to + 8;
  // The first group has what the others leave.
  if ((whole & 3) > 0) {
    store16(group, digitsAt(at, whole & 3));
    group += 2;
    at += whole & 3;
  }
  for (; at < point; at += 4, group += 2) store16(group, fourDigits(at));
  for (at = point + 1; at + 4 <= end; at += 4, group += 2) store16(group, fourDigits(at));
  // The last one is filled up with zeros.
  if (at < end) {
    const left = <i32>(end - at);
    store16(group, digitsAt(at, left) * (left === 1 ? 1000 : left === 2 ? 100 : 10));
    group += 2;
  }
  store16(to, <i32>(group - to - 8) >> 1);
  store16(to + 2, ((whole + 3) >> 2) - 1);
  store16(to + 4, isNegative ? 0x4000 : 0);
  store16(to + 6, point < end ? <i32>(end - point) - 1 : 0);
  return group;
}

/** Days since 2000-01-01 of `YYYY-MM-DD`. */
function dayAt(at: usize): i32 {
  let year = fourDigits(at);
  let month = twoDigits(at + 5);
  // Years that begin with March: the leap day is the last of its year.
  if (month < 3) {
    year -= 1;
    month += 12;
  }
  const days = year * 365 + year / 4 - year / 100 + year / 400;
  return days + (153 * (month - 3) + 2) / 5 + twoDigits(at + 8) - 730_426;
}

/** Of `HH:MM:SS`, and perhaps digits behind the second: finer ones are rounded. What follows them does not matter. */
function microsecondsAt(at: usize, end: usize): i64 {
  const seconds = 3600 * twoDigits(at) + 60 * twoDigits(at + 3) + twoDigits(at + 6);
  let micros: i64 = <i64>seconds * 1_000_000;
  if (at + 8 >= end || load<u8>(at + 8) !== 46) return micros;
  for (let digit = at + 9, unit = 100_000; unit > 0; digit++, unit /= 10) micros += digitAt(digit, end) * unit;
  return digitAt(at + 15, end) >= 5 ? micros + 1 : micros;
}

/** 0 behind the last digit. */
function digitAt(at: usize, end: usize): i32 {
  const digit = at < end ? <i32>load<u8>(at) - 48 : 0;
  return digit >= 0 && digit <= 9 ? digit : 0;
}

function digitsAt(at: usize, count: i32): i32 {
  let value = 0;
  for (let place = 0; place < count; place++) value = value * 10 + <i32>load<u8>(at + place) - 48;
  return value;
}

function twoDigits(at: usize): i32 {
  const digits = <i32>load<u16>(at) - 0x3030;
  return (digits & 255) * 10 + (digits >> 8);
}

function fourDigits(at: usize): i32 {
  const digits = load<i32>(at) - 0x3030_3030;
  return (digits & 255) * 1000 + ((digits >> 8) & 255) * 100 + ((digits >> 16) & 255) * 10 + (digits >> 24);
}

function writeUuid(from: usize, end: usize, to: usize): usize {
  for (let at = from; at < end; ) {
    if (load<u8>(at) === 45) at++;
    store<u8>(to++, <u8>((hexDigit(at) << 4) | hexDigit(at + 1)));
    at += 2;
  }
  return to;
}

function hexDigit(at: usize): i32 {
  const byte = <i32>load<u8>(at);
  return byte > 57 ? byte - 87 : byte - 48;
}

/** From canonical base64. */
function writeBytes(from: usize, end: usize, to: usize): usize {
  let bits = 0;
  let held = 0;
  for (let at = from; at < end && load<u8>(at) !== 61; at++) {
    bits = (bits << 6) | sextet(load<u8>(at));
    held += 6;
    if (held >= 8) {
      held -= 8;
      store<u8>(to++, <u8>(bits >> held));
    }
  }
  return to;
}

function sextet(byte: i32): i32 {
  if (byte >= 97) return byte - 71;
  if (byte >= 65) return byte - 65;
  if (byte >= 48) return byte + 4;
  return byte === 43 ? 62 : 63;
}

// In network order.

function store16(at: usize, value: i32): void {
  store<u16>(at, bswap<u16>(<u16>value));
}

function store32(at: usize, value: i32): void {
  store<u32>(at, bswap<u32>(<u32>value));
}

function store64(at: usize, value: i64): usize {
  store<u64>(at, bswap<u64>(<u64>value));
  return at + 8;
}
