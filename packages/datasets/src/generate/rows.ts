import { type Random, randomOf } from '@lienthong/testbed';
import type { Dataset, Dirt, Truth } from '../dataset.ts';
import type { Cell, LegacyRow } from '../table.ts';
import { type DirtLevel, sharesOf } from './shares.ts';

export interface RowsInput {
  readonly rows: number;
  /** Index of the first row; default 0. */
  readonly from?: number;
  /** Default 1. The same seed gives the same rows on every machine, and the same truth at every level of dirt. */
  readonly seed?: number;
  /** Default `usual`. */
  readonly dirt?: DirtLevel;
}

export interface GeneratedRow {
  readonly index: number;
  readonly truth: Truth;
  readonly row: LegacyRow;
  /** What is wrong with it: at most one thing in a column. */
  readonly dirt: readonly Dirt[];
}

/** One row after the other, none kept. Throws `TypeError` where the level of dirt is none. */
export function* generateRows(dataset: Dataset, input: RowsInput): Generator<GeneratedRow, void> {
  const { rows, from = 0, seed = 1, dirt = 'usual' } = input;
  const kinds = sharesOf(dataset, dirt);
  for (let index = from; index < from + rows; index++) {
    const truth = dataset.truth(randomOf(seed, index), index);
    const clean = dataset.store(truth, randomOf(seed + 1, index), index);
    yield { index, truth, ...soil(kinds, truth, clean, randomOf(seed + 2, index)) };
  }
}

function soil(
  kinds: readonly (readonly [Dirt, number])[],
  truth: Truth,
  clean: LegacyRow,
  random: Random,
): { readonly row: LegacyRow; readonly dirt: readonly Dirt[] } {
  const soiled: Record<string, Cell> = {};
  const dirt: Dirt[] = [];
  for (const [kind, share] of kinds) {
    // Drawn for every kind, whatever came before, so that one more kind does not move the others.
    const chosen = random.chance(share);
    if (!chosen || Object.hasOwn(soiled, kind.column)) continue;
    const cell = kind.soil(truth, random, clean[kind.column] ?? null);
    if (cell === undefined) continue;
    soiled[kind.column] = cell;
    dirt.push(kind);
  }
  return { row: dirt.length === 0 ? clean : { ...clean, ...soiled }, dirt };
}
