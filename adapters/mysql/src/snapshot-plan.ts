import { type KeysRange, type KeyText, orderOf } from '@lienthong/adapter-kit';
import type { Position } from '@lienthong/core';
import type { Session } from './client.ts';
import { above, upTo } from './key-order.ts';
import { keyAt } from './key-rows.ts';
import { keysRange } from './positions.ts';
import type { Shape } from './shape.ts';

/** What a statement brought. */
export interface Page {
  readonly count: number;
  readonly bytes: number;
  /** The walked key of the last row. */
  readonly last: KeyText | undefined;
}

/** Which statement comes next; a mutable walk through one range. */
export interface Plan {
  statement(session: Session, signal: AbortSignal): Promise<string>;
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

/** Pages of a key range in key order. */
export function planKeys(shape: Shape, range: KeysRange, batchRows: number): Plan {
  const columns = shape.walk.map((column) => column.name);
  const order = orderOf(shape.walk);
  let { from } = range;
  let rows = Math.min(batchRows, firstPageRows);
  let ended = false;
  const conditions = (to: KeyText | null): string => {
    const all = [...(from === null ? [] : [above(shape.walk, from)]), ...(to === null ? [] : [upTo(shape.walk, to)])];
    return all.length === 0 ? '' : ` where ${all.join(' and ')}`;
  };
  return {
    statement: async (session, signal) => {
      const select = `select ${shape.printed.join(', ')} from ${shape.from}`;
      if (shape.walkUnique) return `${select}${conditions(range.to)} order by ${order} limit ${rows}`;
      // Rows that share a key must come in one page, or the next one would step over them.
      const boundary = await keyAt(session, shape.walk, `${shape.from}${conditions(range.to)}`, rows - 1, signal);
      ended = boundary === undefined;
      return `${select}${conditions(boundary ?? range.to)} order by ${order}`;
    },
    positionAfter: (page) => keysRange(columns, page.last ?? from, range.to),
    advance: (page) => {
      from = page.last ?? from;
      const more = shape.walkUnique ? page.count >= rows : !ended;
      rows = nextRows(page, batchRows);
      return more;
    },
  };
}
