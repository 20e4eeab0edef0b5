import { anyCharacter, type CharSet } from './char-set.ts';
import type { PatternNode } from './parse-pattern.ts';

/** The position automaton of a pattern: a state per atom, an edge where one atom may follow the other. */
export interface Automaton {
  readonly sets: readonly CharSet[];
  readonly next: readonly ReadonlySet<number>[];
  /** Edges that come about in two ways, as `from * size + to`: `(a*)*` has one from a to a. */
  readonly doubled: ReadonlySet<number>;
  /** Where a match can begin. */
  readonly first: readonly number[];
  /** The same text is matched in several ways that differ only in what matches nothing: `(a?|b?)`, `(a?){9}`. */
  readonly doublyEmpty: boolean;
}

interface Fragment {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly nullable: boolean;
}

const maxStates = 250;
const empty: Fragment = { first: [], last: [], nullable: true };

/** `undefined` when the pattern is too large. A search that may start anywhere gets a loop over any character in front. */
export function buildAutomaton(root: PatternNode): Automaton | undefined {
  const sets: CharSet[] = [];
  const next: Set<number>[] = [];
  const doubled = new Set<number>();
  let doublyEmpty = false;
  const state = (set: CharSet): Fragment => {
    const number = sets.push(set) - 1;
    next.push(new Set());
    return { first: [number], last: [number], nullable: false };
  };
  const connect = (from: readonly number[], to: readonly number[]): void => {
    for (const left of from) {
      for (const right of to) {
        if (next[left]?.has(right) === true) doubled.add(left * maxStates + right);
        next[left]?.add(right);
      }
    }
  };
  const join = (left: Fragment, right: Fragment): Fragment => {
    connect(left.last, right.first);
    return {
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...left.last, ...right.last] : right.last,
      nullable: left.nullable && right.nullable,
    };
  };
  const build = (node: PatternNode): Fragment => {
    if (sets.length > maxStates) return empty;
    switch (node.kind) {
      case 'set':
        return state(node.set);
      case 'sequence':
        return node.parts.map(build).reduce(join, empty);
      case 'choice': {
        const options = node.options.map(build);
        if (options.filter((option) => option.nullable).length > 1) doublyEmpty = true;
        return {
          first: options.flatMap((option) => option.first),
          last: options.flatMap((option) => option.last),
          nullable: options.some((option) => option.nullable),
        };
      }
      case 'repeat':
        return repeat(node.body, node.min, node.max);
      default:
        return empty;
    }
  };
  const repeat = (body: PatternNode, min: number, max: number): Fragment => {
    if (max === 0) return empty;
    // Few single characters are written out; everything else counts as a loop, which errs on the safe side.
    const writtenOut = max === 1 || (body.kind === 'set' && (max <= 8 || (min === max && max <= 32)));
    if (!writtenOut) {
      const fragment = build(body);
      // An engine gives up an empty round of `*` and `+`, but must make as many rounds as a count asks for.
      if (fragment.nullable && (min > 1 || Number.isFinite(max))) doublyEmpty = true;
      connect(fragment.last, fragment.first);
      return { ...fragment, nullable: fragment.nullable || min === 0 };
    }
    let result = empty;
    for (let copy = max; copy > 0; copy--) {
      const joined = join(build(body), result);
      result = { ...joined, nullable: joined.nullable || copy > min };
    }
    return result;
  };
  const whole = build(root);
  let first = whole.first;
  if (!isAnchored(root)) {
    const search = state(anyCharacter);
    connect(search.last, search.first);
    connect(search.last, whole.first);
    first = [...search.first, ...first];
  }
  return sets.length > maxStates ? undefined : { sets, next, doubled, first, doublyEmpty };
}

/** How `doubled` numbers an edge. */
export function edgeNumber(from: number, to: number): number {
  return from * maxStates + to;
}

function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case 'start':
      return true;
    case 'sequence':
      return node.parts.some((part, index) => isAnchored(part) && node.parts.slice(0, index).every((before) => before.kind === 'empty'));
    case 'choice':
      return node.options.every(isAnchored);
    default:
      return false;
  }
}
