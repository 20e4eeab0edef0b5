import type { JsonValue } from '@lienthong/core';
import type { Random } from '@lienthong/testbed';
import type { Cell, LegacyRow, LegacyTable } from './table.ts';

export const datasetNames = ['civil-status', 'social-insurance', 'land', 'education', 'business-registry'] as const;
export type DatasetName = (typeof datasetNames)[number];

/** A record as its contract wants it; a property without a value is left out. */
export type Truth = Readonly<Record<string, JsonValue | undefined>>;

/** One of the five: what is true, how the old system holds it, and what goes wrong there. */
export interface Dataset {
  /** Also the folder with its contract, mapping and legacy schemas. */
  readonly name: DatasetName;
  readonly table: LegacyTable;
  /** Record number `index`, without those before it. */
  truth(random: Random, index: number): Truth;
  /** The row when nobody made a mistake: all habits of the old system, each of which the mapping undoes. */
  store(truth: Truth, random: Random, index: number): LegacyRow;
  readonly dirt: readonly Dirt[];
}

/** One thing that goes wrong with one column. */
export interface Dirt {
  /** Unique in its dataset: shares are given by it. */
  readonly kind: string;
  readonly column: string;
  /** Of the contract. */
  readonly property: string;
  /** Shares of the rows that have such a value at all, from 0 to 1. */
  readonly usual: number;
  readonly heavy: number;
  /** The cell as it is wrong; `undefined` where this record has no such value. */
  soil(truth: Truth, random: Random, clean: Cell): Cell | undefined;
  readonly expected: Expected;
}

/** What becomes of a wrong value on its way through the dataset's mapping, contract and dictionary. */
export interface Expected {
  /**
   * `repaired`: the record is delivered and equal to the truth. `rejected`: its contract refuses it, with this code.
   * `lost`: it is delivered, but this property is not the truth, and nothing could make it so.
   */
  readonly outcome: 'repaired' | 'lost' | RejectedAs;
  /** Codes that the dictionary reports for the value, errors and warnings, beside those that every made-up identifier has. */
  readonly findings: readonly string[];
}

export interface RejectedAs {
  /** A `RejectionCode` of core. */
  readonly rejected: string;
}
