// Each says whether a value surely fulfils it. As src/compile/program-rules.ts writes them.

/** Whether a rule surely holds that has no form here. */
declare function holds(rule: i32, from: usize, end: usize): bool;

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

const ruleBytes: usize = 16;

export function areKept(program: usize, rules: i32, count: i32, from: usize, end: usize): bool {
  let rule = program + rules;
  for (; count > 0; count--, rule += ruleBytes) if (!isKept(program, rule, from, end)) return false;
  return true;
}

/** Of a text as JSON escapes it, without numbers: only its length can be told. */
export function areKeptOfEscaped(program: usize, rules: i32, count: i32, from: usize, end: usize): bool {
  let rule = program + rules;
  for (; count > 0; count--, rule += ruleBytes) {
    if (load<i32>(rule) !== Rule.Length || !isLengthOfEscaped(load<i32>(rule, 4), load<i32>(rule, 8), from, end)) return false;
  }
  return true;
}

/** A rule over texts. */
export function isKeptElsewhere(rule: i32, from: usize, end: usize): bool {
  return holds(rule, from, end);
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

/** An escape is one code point. */
function isLengthOfEscaped(least: i32, most: i32, from: usize, end: usize): bool {
  let count = 0;
  for (let at = from; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === 92) at++;
    if ((byte & 0xc0) !== 0x80) count++;
  }
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
