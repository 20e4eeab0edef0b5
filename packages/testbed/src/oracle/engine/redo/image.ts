import type { Cursor, OracleType, OracleValue } from '../../engine.ts';

export type Value = Exclude<OracleValue, Cursor>;

/** A row as it was or became: a value for each column of its table's definition at that time, in the forms of `OracleValue`. */
export type Image = readonly Value[];

/** A table as one definition had it: what a redo record is read by. */
export interface RedoTable {
  readonly owner: string;
  readonly name: string;
  /** Rows carry physical row ids; those of an index-organized table do not. */
  readonly hasRowIds: boolean;
  /** Stored columns alone: a virtual one never reaches the log. */
  readonly columns: readonly RedoColumn[];
  readonly logging: Logging;
}

export interface RedoColumn {
  readonly name: string;
  readonly type: OracleType;
  /** Its place in the segment from 1: `COL 2`. */
  readonly position: number;
}

/** What supplemental logging adds to the columns that a statement changed, as places in `columns`. */
export interface Logging {
  readonly always: readonly number[];
  /** Groups that are logged whole as soon as one of their columns changes. */
  readonly together: readonly (readonly number[])[];
}

export type Change =
  | { readonly operation: 'insert'; readonly before: undefined; readonly after: Image }
  | { readonly operation: 'delete'; readonly before: Image; readonly after: undefined }
  | { readonly operation: 'update'; readonly before: Image; readonly after: Image };

/** Kept out of the row: written piece by piece, and never part of a condition. */
export function isLarge({ name }: OracleType): boolean {
  return name === 'clob' || name === 'nclob' || name === 'blob' || name === 'json' || name === 'xmltype';
}

/** LogMiner has no SQL for a table with one of these. */
export function isUnsupported({ name }: OracleType): boolean {
  return name === 'object' || name === 'bfile' || name === 'cursor';
}
