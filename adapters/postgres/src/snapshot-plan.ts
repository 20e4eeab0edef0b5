import { LienThongError, type Position, type RowBlock } from '@lienthong/core';
import type { RawRow } from './client.ts';
import { keyText } from './key-text.ts';
import { type BlocksRange, blocksRange, type KeysRange, keysRange } from './positions.ts';
import type { Shape } from './shape.ts';
import { quoteIdentifier, rowOf, typedLiteral } from './sql.ts';

export interface Page {
  readonly rows: RowBlock;
  readonly bytes: number;
  /** Behind the last row. */
  readonly position: Position;
}

/** Which statement comes next; a mutable walk through one range. */
export interface Plan {
  /** The files that must still be the table's behind a page, where blocks are read. */
  readonly files?: string | null;
  statement(): string;
  positionAfter(rows: RowBlock): Position;
  /** Moves behind the page; false when the range is read. */
  advance(page: Page): boolean;
}

/** A statement aims at no more than this, so that wide rows do not fill the memory. */
const pageBytes = 16 * 1024 * 1024;
const firstPageRows = 2_000;

// Rows of the next statement, from the width of the rows that were just read.
function nextRows(page: Page, batchRows: number): number {
  if (page.rows.count === 0) return batchRows;
  const fitting = Math.floor(pageBytes / Math.max(1, page.bytes / page.rows.count));
  return Math.max(1, Math.min(batchRows, fitting));
}

/** Pages of a key range in key order. */
export function planKeys(shape: Shape, version: number, range: KeysRange, batchRows: number): Plan {
  let { from } = range;
  let rows = Math.min(batchRows, firstPageRows);
  const keys = rowOf(shape.key.map((column) => column.sql));
  const order = shape.key.map((column) => column.sql).join(', ');
  // Rows that share a key must come in one page, or the next one would step over them.
  const ties = !shape.keyUnique;
  if (ties && version < 13) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `reading by a key without a unique index needs PostgreSQL 13, this is ${version}`,
      remedy: 'Add a unique index on the key columns, all NOT NULL.',
    });
  }
  const fixed = shape.key.filter((column) => column.nullable).map((column) => `${column.sql} is not null`);
  if (range.to !== null) fixed.push(`${keys} <= ${literalRow(shape, range.to)}`);
  return {
    statement: () => {
      const conditions = from === null ? fixed : [...fixed, `${keys} > ${literalRow(shape, from)}`];
      const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
      const limit = ties ? `fetch first ${rows} rows with ties` : `limit ${rows}`;
      return `select ${shape.columnList} from ${shape.from}${where} order by ${order} ${limit}`;
    },
    positionAfter: (page) => keysRange(lastKey(shape, page) ?? from, range.to),
    advance: (page) => {
      from = lastKey(shape, page.rows) ?? from;
      const full = page.rows.count >= rows;
      rows = nextRows(page, batchRows);
      return full;
    },
  };
}

/** The rows whose key has a NULL: no order tells where we were, so they are counted in an order over all columns. */
export function planNulls(shape: Shape, range: KeysRange, batchRows: number): Plan {
  let { skip } = range;
  const isNull = shape.key.map((column) => `${column.sql} is null`).join(' or ');
  const order = shape.columns.map((column) => `${quoteIdentifier(column.name)}::text`).join(', ');
  return {
    statement: () => `select ${shape.columnList} from ${shape.from} where ${isNull} order by ${order} offset ${skip} limit ${batchRows}`,
    positionAfter: (rows) => keysRange(null, null, true, skip + rows.count),
    advance: (page) => {
      skip += page.rows.count;
      return page.rows.count >= batchRows;
    },
  };
}

/** Blocks of the heap, the same ones of every partition at once: for tables whose key has no index, or without key. */
export function planBlocks(shape: Shape, version: number, range: BlocksRange, batchRows: number): Plan {
  const heap = shape.heap ?? { rows: 0, blocks: 0, partitions: 1, blockSize: 8192, files: '' };
  const end = range.to ?? Number.POSITIVE_INFINITY;
  const density = Math.max(1, heap.rows / Math.max(1, heap.blocks));
  let from = range.from;
  let step = Math.max(1, Math.floor(Math.min(batchRows, firstPageRows) / density));
  // An open range ends with whatever lies behind the blocks that were there when reading began.
  const stop = () => (from + step >= Math.min(end, heap.blocks) ? (range.to ?? undefined) : from + step);
  return {
    files: range.files,
    statement: () => {
      const to = stop();
      return `select ${shape.columnList} from ${shape.from} where ${version >= 14 ? tidRange(from, to) : tidList(from, to ?? growthOf(heap.blocks), heap.blockSize)}`;
    },
    positionAfter: () => {
      const to = stop();
      return to === undefined ? blocksRange(growthOf(heap.blocks), range.to, range.files) : blocksRange(to, range.to, range.files);
    },
    advance: (page) => {
      const to = stop();
      if (to === undefined || to >= end) return false;
      from = to;
      step = Math.max(1, Math.min(step * 4, Math.floor((step * nextRows(page, batchRows)) / Math.max(1, page.rows.count))));
      return true;
    },
  };
}

// Before PostgreSQL 14 a range of ctid reads the whole table; a list of every possible place in the blocks does not.
function tidList(from: number, to: number, blockSize: number): string {
  const places = Math.floor((blockSize - 24) / 28);
  return `ctid = any (array(select format('(%s,%s)', block, place)::tid from generate_series(${from}, ${to - 1}) block, generate_series(1, ${places}) place))`;
}

// A table may have grown by this many blocks while its last range was read; what came later is a change anyhow.
function growthOf(blocks: number): number {
  return blocks + 1_000;
}

function tidRange(from: number, to: number | undefined): string {
  const lower = `ctid >= '(${from},0)'::tid`;
  return to === undefined ? lower : `${lower} and ctid < '(${to},0)'::tid`;
}

function lastKey(shape: Shape, rows: RowBlock): RawRow | undefined {
  return rows.count === 0 ? undefined : shape.key.map((column) => keyText(rows, rows.count - 1, column.index));
}

function literalRow(shape: Shape, key: RawRow): string {
  return rowOf(shape.key.map((column, index) => typedLiteral(key[index] ?? null, column.castType)));
}
