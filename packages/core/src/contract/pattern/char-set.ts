/** What one atom of a pattern matches: ranges of code points, general categories, or more than can be told. */
export interface CharSet {
  readonly ranges: readonly (readonly [first: number, last: number])[];
  /** Unicode general categories, `L` or `Lu`. */
  readonly categories: readonly string[];
  /** May hold any character: the safe guess. */
  readonly any: boolean;
}

const last = 0x10ffff;

export const anyCharacter: CharSet = { ranges: [], categories: [], any: true };
export const digits = ranges([0x30, 0x39]);
export const wordCharacters = ranges([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]);
export const whiteSpace = ranges(
  [9, 13],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
);

export function ranges(...list: readonly (readonly [first: number, last: number])[]): CharSet {
  return { ranges: list, categories: [], any: false };
}

export function single(character: string): CharSet {
  const point = character.codePointAt(0);
  return point === undefined ? anyCharacter : ranges([point, point]);
}

/** The set of `\p{…}`; names other than short general categories count as any character. */
export function category(name: string): CharSet {
  return /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)$/.test(name)
    ? { ranges: [], categories: [name], any: false }
    : anyCharacter;
}

export function union(left: CharSet, right: CharSet): CharSet {
  return { ranges: [...left.ranges, ...right.ranges], categories: [...left.categories, ...right.categories], any: left.any || right.any };
}

export function complement(set: CharSet): CharSet {
  if (set.any || set.categories.length > 0) return anyCharacter;
  const result: [number, number][] = [];
  let next = 0;
  for (const [first, end] of [...set.ranges].sort((left, right) => left[0] - right[0])) {
    if (first > next) result.push([next, first - 1]);
    next = Math.max(next, end + 1);
  }
  if (next <= last) result.push([next, last]);
  return ranges(...result);
}

/** Whether some character may be in both; never false when one is. */
export function overlap(left: CharSet, right: CharSet): boolean {
  if (left.any || right.any) return true;
  if (left.ranges.some(([first, end]) => right.ranges.some(([other, otherEnd]) => first <= otherEnd && other <= end))) return true;
  if (left.categories.some((name) => right.categories.some((other) => name.startsWith(other) || other.startsWith(name)))) return true;
  return touches(left, right) || touches(right, left);
}

function touches(named: CharSet, listed: CharSet): boolean {
  if (named.categories.length === 0 || listed.ranges.length === 0) return false;
  const size = listed.ranges.reduce((sum, [first, end]) => sum + end - first + 1, 0);
  if (size > 2000) return true;
  const expression = new RegExp(`[${named.categories.map((name) => `\\p{${name}}`).join('')}]`, 'u');
  return listed.ranges.some(([first, end]) => {
    for (let point = first; point <= end; point++) if (expression.test(String.fromCodePoint(point))) return true;
    return false;
  });
}
