import { type KeysRange, type KeyText, orderOf } from '@lienthong/adapter-kit';
import type { Position } from '@lienthong/core';
import type { Session } from './client.ts';
import { above, upTo } from './key-order.ts';
import { keyAt, keyAtStatement } from './key-rows.ts';
import { keysRange } from './positions.ts';
import type { Shape } from './shape.ts';
import { createParameters, type ParameterList, type Statement } from './sql.ts';

/** What a statement brought. */
export interface Page {
  readonly count: number;
  readonly bytes: number;
  /** The walked key of the last row. */
  readonly last: KeyText | undefined;
}

/** Which statement comes next; a mutable walk through one range. */
export interface Plan {
  statement(session: Session, signal: AbortSignal): Promise<Statement>;
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

interface Bounds {
  readonly from: KeyText | null;
  readonly to: KeyText | null;
}

function conditions(shape: Shape, { from, to }: Bounds, parameters: ParameterList): string {
  const all = [...(from === null ? [] : [above(shape.walk, from, parameters)]), ...(to === null ? [] : [upTo(shape.walk, to, parameters)])];
  return all.length === 0 ? '' : ` where ${all.join(' and ')}`;
}

/** A page of a table whose walked key tells rows apart. */
export function pageStatement(shape: Shape, bounds: Bounds, rows: number): Statement {
  const parameters = createParameters();
  const top = parameters.add('rows', 'int', rows);
  const where = conditions(shape, bounds, parameters);
  return {
    text: `select top (${top}) ${shape.printed.join(', ')} from ${shape.from}${where} order by ${orderOf(shape.walk)}`,
    parameters: parameters.all,
  };
}

/** All rows within bounds, in order. */
export function boundedStatement(shape: Shape, bounds: Bounds): Statement {
  const parameters = createParameters();
  const where = conditions(shape, bounds, parameters);
  return {
    text: `select ${shape.printed.join(', ')} from ${shape.from}${where} order by ${orderOf(shape.walk)}`,
    parameters: parameters.all,
  };
}

/** The key that so many rows within bounds stand before. */
export function boundaryStatement(shape: Shape, bounds: Bounds, before: number): Statement {
  const parameters = createParameters();
  return keyAtStatement(shape.walk, `${shape.from}${conditions(shape, bounds, parameters)}`, before, parameters);
}

/** Pages of a key range in key order. */
export function planKeys(shape: Shape, range: KeysRange, batchRows: number): Plan {
  const columns = shape.walk.map((column) => column.name);
  let { from } = range;
  let rows = Math.min(batchRows, firstPageRows);
  let ended = false;
  return {
    statement: async (session, signal) => {
      const bounds = { from, to: range.to };
      if (shape.walkUnique) return pageStatement(shape, bounds, rows);
      // Rows that share a key must come in one page, or the next one would step over them.
      const boundary = await keyAt(session, shape.walk, boundaryStatement(shape, bounds, rows - 1), signal);
      ended = boundary === undefined;
      return boundedStatement(shape, { from, to: boundary ?? range.to });
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
