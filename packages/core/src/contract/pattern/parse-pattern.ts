import { anyCharacter, type CharSet, complement, ranges, single, union } from './char-set.ts';
import { readEscape } from './escape.ts';

/** A pattern as far as the analysis needs it. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  /** `^` */
  | { readonly kind: 'start' }
  /** `$` */
  | { readonly kind: 'end' }
  /** `\b`, a look-ahead: matches nothing of the text itself. */
  | { readonly kind: 'assertion' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly min: number; readonly max: number };

/** Why a pattern is refused before its ambiguity is looked at. */
export interface Unsupported {
  readonly unsupported: string;
}

/** Reads a pattern that `new RegExp(pattern, 'u')` has accepted. */
export function parsePattern(pattern: string): PatternNode | Unsupported {
  const characters = Array.from(pattern);
  let at = 0;
  let unsupported: string | undefined;
  const refuse = (reason: string): PatternNode => {
    unsupported ??= reason;
    at = characters.length;
    return { kind: 'empty' };
  };
  const take = (text: string): boolean => {
    if (characters.slice(at, at + text.length).join('') !== text) return false;
    at += text.length;
    return true;
  };

  const choice = (): PatternNode => {
    const options = [sequence()];
    while (take('|')) options.push(sequence());
    return options.length === 1 ? (options[0] ?? { kind: 'empty' }) : { kind: 'choice', options };
  };
  const sequence = (): PatternNode => {
    const parts: PatternNode[] = [];
    while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') parts.push(quantified());
    return { kind: 'sequence', parts };
  };
  const quantified = (): PatternNode => {
    const body = atom();
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(characters.slice(at, at + 30).join(''));
    if (found === null) return body;
    at += found[0].length;
    const [, sign, low, comma, high] = found;
    if (sign !== undefined) return { kind: 'repeat', body, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    const min = Number(low);
    return { kind: 'repeat', body, min, max: comma === undefined ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high) };
  };
  const atom = (): PatternNode => {
    const character = characters[at++] ?? '';
    if (character === '^') return { kind: 'start' };
    if (character === '$') return { kind: 'end' };
    if (character === '.') return { kind: 'set', set: complement(ranges([10, 10], [13, 13], [0x2028, 0x2029])) };
    if (character === '(') return group();
    if (character === '[') return { kind: 'set', set: bracket() };
    if (character === '\\') return escape();
    return { kind: 'set', set: single(character) };
  };
  const group = (): PatternNode => {
    if (take('?<=') || take('?<!')) return refuse('look-behind is not in the safe subset');
    const ahead = take('?=') || take('?!');
    if (!ahead && !take('?:')) {
      const name = /^\?<[^>]+>/u.exec(characters.slice(at).join(''))?.[0];
      if (name !== undefined) at += Array.from(name).length;
      else if (characters[at] === '?') return refuse('this kind of group is not in the safe subset');
    }
    const body = choice();
    at += 1;
    if (!ahead) return body;
    return repeats(body) ? refuse('a repetition within a look-ahead is not in the safe subset') : { kind: 'assertion' };
  };
  const escape = (): PatternNode => {
    const character = characters[at] ?? '';
    if (/[1-9k]/.test(character)) return refuse('a back-reference is not in the safe subset');
    if (character === 'b' || character === 'B') {
      at += 1;
      return { kind: 'assertion' };
    }
    return { kind: 'set', set: escapedSet() };
  };
  const escapedSet = (): CharSet => {
    const { set, length } = readEscape(characters.slice(at, at + 60).join(''));
    at += length;
    return set;
  };
  const bracket = (): CharSet => {
    const negated = take('^');
    let set = ranges();
    while (at < characters.length && characters[at] !== ']') {
      const low = member();
      const isRange = characters[at] === '-' && characters[at + 1] !== ']' && characters[at + 1] !== undefined;
      if (!isRange) {
        set = union(set, low);
        continue;
      }
      at += 1;
      const high = member();
      const [first, end] = [low.ranges[0]?.[0], high.ranges[0]?.[0]];
      set = union(set, first === undefined || end === undefined ? anyCharacter : ranges([first, end]));
    }
    at += 1;
    return negated ? complement(set) : set;
  };
  const member = (): CharSet => {
    if (!take('\\')) return single(characters[at++] ?? '');
    if (take('b')) return ranges([8, 8]);
    return escapedSet();
  };

  const node = choice();
  return unsupported === undefined ? node : { unsupported };
}

function repeats(node: PatternNode): boolean {
  switch (node.kind) {
    case 'repeat':
      return node.max > 1 || repeats(node.body);
    case 'sequence':
      return node.parts.some(repeats);
    case 'choice':
      return node.options.some(repeats);
    default:
      return false;
  }
}
