import { type Automaton, edgeNumber } from './automaton.ts';
import { overlap } from './char-set.ts';

export type Ambiguity = 'none' | 'exponential' | 'polynomial' | 'unknown';

const maxSteps = 200_000;

/** Steps that are left for all patterns of one contract: proving takes time, and a hostile contract has many of them. */
export interface Steps {
  left: number;
}
// A constant number of ways may still be a large one: `a?` thirty times has a thousand million.
const maxForkBits = 8;

/**
 * Whether a backtracking engine can be made to try more than a constant number of ways through a text. Two ways around a loop
 * that read the same text are exponential; a loop that can hand its text over to a later loop is polynomial (A. Weber, H. Seidl:
 * degree of ambiguity of finite automata). Without either the work is linear in the text.
 */
export function ambiguityOf(automaton: Automaton, steps: Steps): Ambiguity {
  if (automaton.doublyEmpty) return 'exponential';
  steps.left -= tableSteps(automaton);
  if (steps.left < 0) return 'unknown';
  const budget = { left: maxSteps };
  const ambiguity = classify(automaton, budget);
  steps.left -= maxSteps - budget.left;
  return ambiguity;
}

// Every set is compared with every other, range by range.
function tableSteps({ sets }: Automaton): number {
  return sets.length * sets.reduce((sum, set) => sum + set.ranges.length, 0);
}

function classify(automaton: Automaton, budget: Steps): Ambiguity {
  const size = automaton.sets.length;
  const meets = overlapTable(automaton);
  const reach = reachability(automaton);
  const together = (left: number, right: number) => has(reach, left, right) && has(reach, right, left);
  if (doublesWithinLoop(automaton, together)) return 'exponential';
  const loops = Array.from({ length: size }, (_, state) => state).filter((state) => has(reach, state, state));
  for (const state of loops) {
    if (divergesAndReturns(automaton, state, (other) => together(state, other), meets, budget)) return 'exponential';
  }
  for (const state of loops) {
    for (const later of loops) {
      if (state === later || !has(reach, state, later)) continue;
      if (handsOver(automaton, state, later, reach, meets, budget)) return 'polynomial';
    }
  }
  return budget.left < 0 || forkBits(automaton, meets) > maxForkBits ? 'unknown' : 'none';
}

function doublesWithinLoop({ next, doubled }: Automaton, together: (left: number, right: number) => boolean): boolean {
  return next.some((states, from) => [...states].some((to) => doubled.has(edgeNumber(from, to)) && together(from, to)));
}

/** Binary digits of the number of ways, at most: what the states that can go on in several ways with one character add up to. */
function forkBits({ first, next }: Automaton, meets: Table): number {
  let bits = 0;
  for (const ways of [first, ...next.map((states) => [...states])]) {
    const open = ways.filter((state) => ways.some((other) => other !== state && has(meets, state, other))).length;
    if (open > 1) bits += Math.log2(open);
  }
  return bits;
}

type Table = readonly (readonly boolean[])[];

function has(table: Table, row: number, column: number): boolean {
  return table[row]?.[column] === true;
}

function overlapTable({ sets }: Automaton): Table {
  return sets.map((left) => sets.map((right) => overlap(left, right)));
}

// In one step or more.
function reachability({ sets, next }: Automaton): Table {
  return sets.map((_, from) => {
    const seen = sets.map(() => false);
    const waiting = [...(next[from] ?? [])];
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      if (seen[state] === true) continue;
      seen[state] = true;
      waiting.push(...(next[state] ?? []));
    }
    return seen;
  });
}

/** Two runs start at `state`, read the same text, part, and meet in one state of the loop again. */
function divergesAndReturns(
  { next, sets }: Automaton,
  state: number,
  inLoop: (other: number) => boolean,
  meets: Table,
  budget: Steps,
): boolean {
  const size = sets.length;
  const seen = new Set<number>();
  // The flag (0 or 1 in front) says whether the runs have parted already.
  const waiting: [left: number, right: number, parted: boolean][] = [[state, state, false]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [left, right, parted] = pair;
    for (const a of next[left] ?? []) {
      if (!inLoop(a)) continue;
      for (const b of next[right] ?? []) {
        budget.left -= 1;
        if (budget.left < 0) return false;
        if (!inLoop(b) || !has(meets, a, b)) continue;
        const apart = parted || a !== b;
        if (a === b && apart) return true;
        const number = ((apart ? 1 : 0) * size + a) * size + b;
        if (seen.has(number)) continue;
        seen.add(number);
        waiting.push([a, b, apart]);
      }
    }
  }
  return false;
}

type Triple = readonly [first: number, second: number, third: number];

/** One text leads from `state` back to it, from `state` to `later`, and from `later` back to it. */
function handsOver(automaton: Automaton, state: number, later: number, reach: Table, meets: Table, budget: Steps): boolean {
  const size = automaton.sets.length;
  const seen = new Set<number>();
  const waiting: Triple[] = [[state, state, later]];
  const useful = ([first, second, third]: Triple) =>
    has(reach, first, state) && has(reach, third, later) && (second === later || has(reach, second, later));
  for (let triple = waiting.pop(); triple !== undefined; triple = waiting.pop()) {
    for (const step of stepsOf(automaton, triple, meets, budget)) {
      if (budget.left < 0) return false;
      if (!useful(step)) continue;
      const [first, second, third] = step;
      if (first === state && second === later && third === later) return true;
      const number = (first * size + second) * size + third;
      if (seen.has(number)) continue;
      seen.add(number);
      waiting.push(step);
    }
  }
  return false;
}

/** Where three runs can be after reading one more character that all of them accept. */
function* stepsOf({ next }: Automaton, [first, second, third]: Triple, meets: Table, budget: Steps): Generator<Triple> {
  for (const a of next[first] ?? []) {
    for (const c of next[third] ?? []) {
      budget.left -= 1;
      if (!has(meets, a, c)) continue;
      for (const b of next[second] ?? []) {
        budget.left -= 1;
        if (has(meets, a, b) && has(meets, b, c)) yield [a, b, c];
        if (budget.left < 0) return;
      }
    }
  }
}
