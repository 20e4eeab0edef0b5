import type { PatternNode } from './parse-pattern.ts';
import { type ByteRanges, utf8Ranges } from './utf8-ranges.ts';

/** A step that costs no byte; `start` and `end` only where the text begins or ends. */
export interface FreeStep {
  readonly to: number;
  readonly only: 'start' | 'end' | undefined;
}

export interface ByteStep {
  readonly low: number;
  readonly high: number;
  readonly to: number;
}

/** A pattern as a graph over the bytes of UTF-8; a search from `first` that gets to `last` is a match. */
export interface ByteGraph {
  readonly bytes: readonly (readonly ByteStep[])[];
  readonly free: readonly (readonly FreeStep[])[];
  readonly first: number;
  readonly last: number;
}

const maxStates = 20_000;

/** `undefined` when the pattern is too large, looks around, or names characters that are not known exactly. */
export function buildByteGraph(root: PatternNode): ByteGraph | undefined {
  const bytes: ByteStep[][] = [];
  const free: FreeStep[][] = [];
  let possible = true;
  const state = (): number => {
    if (bytes.length >= maxStates) possible = false;
    free.push([]);
    return bytes.push([]) - 1;
  };
  const pass = (from: number, to: number, only?: 'start' | 'end'): void => {
    free[from]?.push({ to, only });
  };
  /** Builds the node behind `from` and gives the state behind the node. */
  const build = (node: PatternNode, from: number): number => {
    if (!possible) return from;
    switch (node.kind) {
      case 'sequence':
        return node.parts.reduce((at, part) => build(part, at), from);
      case 'choice': {
        const to = state();
        for (const option of node.options) pass(build(option, from), to);
        return to;
      }
      case 'set': {
        const to = state();
        const sequences = utf8Ranges(node.set);
        if (sequences === undefined) possible = false;
        // Characters that end alike share their ends: a third of the states.
        const tails = new Map<string, number>();
        const tail = (ranges: ByteRanges): number => {
          if (ranges.length === 0) return to;
          const known = tails.get(ranges.join());
          if (known !== undefined) return known;
          const at = state();
          tails.set(ranges.join(), at);
          step(at, ranges);
          return at;
        };
        const step = (at: number, [range, ...rest]: ByteRanges): void => {
          if (range !== undefined) bytes[at]?.push({ low: range[0], high: range[1], to: tail(rest) });
        };
        for (const sequence of sequences ?? []) step(from, sequence);
        return to;
      }
      case 'start':
      case 'end': {
        const to = state();
        pass(from, to, node.kind);
        return to;
      }
      case 'repeat':
        return repeat(node.body, node.min, node.max, from);
      case 'assertion':
        possible = false;
        return from;
      case 'empty':
        return from;
    }
  };
  const repeat = (body: PatternNode, min: number, max: number, from: number): number => {
    let at = from;
    for (let round = 0; round < min && possible; round++) at = build(body, at);
    const to = state();
    if (max === Number.POSITIVE_INFINITY) {
      // States of their own: other ways into `from` or out of the body must not take part in the loop.
      const loop = state();
      pass(at, loop);
      pass(build(body, loop), loop);
      pass(loop, to);
      return to;
    }
    for (let round = min; round < max && possible; round++) {
      pass(at, to);
      const copy = state();
      pass(at, copy);
      at = build(body, copy);
    }
    pass(at, to);
    return to;
  };
  const first = state();
  // A choice may lead back to nothing of `first`: the way in is a state of its own.
  const entry = state();
  pass(first, entry);
  const last = build(root, entry);
  return possible ? { bytes, free, first, last } : undefined;
}
