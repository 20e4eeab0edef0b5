import type { Position, SnapshotRequest } from '@lienthong/core';
import type { KeyText } from '../keys/key-positions.ts';
import type { OrderedRows } from '../keys/ordered-rows.ts';
import type { PageWords } from './page-words.ts';
import { boundaryStatement, pageStatement } from './statements.ts';

/** What a statement brought. */
export interface Page {
  readonly count: number;
  readonly bytes: number;
  /** The walked key of the last row. */
  readonly last: KeyText | undefined;
}

/** Finds the key of a boundary; `undefined` when there are not so many rows. */
export type KeyAt<Statement> = (statement: Statement) => Promise<KeyText | undefined>;

/** Which statement comes next; a mutable walk through one range. */
export interface Plan<Statement> {
  statement(keyAt: KeyAt<Statement>): Promise<Statement>;
  /** Behind the page. */
  positionAfter(page: Page): Position;
  /** Moves behind the page; false when the range is read. */
  advance(page: Page): boolean;
}

/** A statement aims at no more than this, so that wide rows do not fill the memory. */
const pageBytes = 16 * 1024 * 1024;
const firstPageRows = 2_000;

// Rows of the next statement, from the width of the rows that were just read.
function nextRows(page: Page, batchRows: number): number {
  if (page.count === 0) return batchRows;
  const fitting = Math.floor(pageBytes / Math.max(1, page.bytes / page.count));
  return Math.max(1, Math.min(batchRows, fitting));
}

/** Pages of the range that is asked for, in the order of the key. */
export function planPages<Binds, Statement>(
  words: PageWords<Binds, Statement>,
  rows: OrderedRows<Binds>,
  { range, after, batchRows }: Pick<SnapshotRequest, 'range' | 'after' | 'batchRows'>,
): Plan<Statement> {
  const { keysRange, expectRange } = words.positions;
  const columns = rows.order.map((column) => column.name);
  const whole = expectRange(range, columns);
  const start = after === undefined ? whole : expectRange(after, columns);
  const { to } = start;
  let { from } = start;
  let count = Math.min(batchRows, firstPageRows);
  let ended = false;
  return {
    statement: async (keyAt) => {
      if (rows.unique) return pageStatement(words, rows, { from, to }, count);
      // Rows that share a key must come in one page, or the next one would step over them.
      const boundary = await keyAt(boundaryStatement(words, rows, { from, to }, count - 1));
      ended = boundary === undefined;
      return pageStatement(words, rows, { from, to: boundary ?? to }, undefined);
    },
    positionAfter: (page) => keysRange(columns, page.last ?? from, to),
    advance: (page) => {
      from = page.last ?? from;
      const more = rows.unique ? page.count >= count : !ended;
      count = nextRows(page, batchRows);
      return more;
    },
  };
}
