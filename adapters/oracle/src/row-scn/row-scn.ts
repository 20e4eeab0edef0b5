import { boundaryStatement, fillPage, type KeyText, notAWatermark, type OrderedRows, pageStatement } from '@lienthong/adapter-kit';
import { type IncrementalBatch, type IncrementalRequest, type RowBlock, type Version, watermarkVersion } from '@lienthong/core';
import { loadDatabase } from '../changes/database.ts';
import type { Row, Session } from '../client.ts';
import type { ColumnPolicies } from '../column-policies.ts';
import type { KeyColumn } from '../key-columns.ts';
import { words } from '../page-words.ts';
import { rowReading } from '../row-reading.ts';
import { createRowWriter } from '../row-writer.ts';
import type { Sessions } from '../sessions.ts';
import { loadShape, type Shape } from '../shape.ts';
import type { BindList, Statement } from '../sql.ts';
import { expectRowScn, type RowScnPosition, rowScnPosition } from './position.ts';

/** The pseudo-column that says when a row was committed last, and the name by which it is asked for as a watermark. */
export const rowScn = 'ORA_ROWSCN';

/**
 * Rows that were committed since the last pass. The pseudo-column is never below the SCN of a row's commit, and may be above it: it is
 * that of the whole block unless the table has ROWDEPENDENCIES, and falls when a block is cleaned out. So it tells which rows may have
 * changed, and some that did not, but gives no order in which to read them: a pass walks along the key, and the next one asks for what
 * is above the SCN that the database had before this one began. What is committed meanwhile has a higher one.
 */
export async function* readByRowScn(
  sessions: Sessions,
  request: IncrementalRequest,
  policies: ColumnPolicies,
): AsyncGenerator<IncrementalBatch, void, undefined> {
  const { selection, after, batchRows, signal } = request;
  const lease = await sessions.acquire(signal);
  try {
    const { session } = lease;
    const shape = await loadShape(session, selection, policies, signal);
    const rows = rowsWithScn(shape);
    const reading = rowReading(session, rows, signal);
    const columns = rows.order.map(({ name }) => name);
    let place: RowScnPosition = after === undefined ? rowScnPosition(columns, null, null) : expectRowScn(after, columns);
    for (;;) {
      const { since, pass } = place;
      const scn = pass?.scn ?? String((await loadDatabase(session, signal)).scn);
      let key = pass?.key ?? null;
      do {
        const end = await reading.keyAt(boundaryOf(rows, key, batchRows));
        const page = await fill(session, shape, rows, grownOf(rows, since, key, end ?? null), signal);
        key = end ?? null;
        place = rowScnPosition(columns, key === null ? scn : since, key === null ? null : { scn, key });
        if (page.versions.length > 0) yield { ...page, position: place };
      } while (key !== null);
      // What was changed in the part that an earlier run had walked through.
      if (pass === null) return;
    }
  } finally {
    await lease.release();
  }
}

/** Along the key, with the SCN of each row behind all that is selected. */
export function rowsWithScn({ table, walk }: Shape): OrderedRows<BindList, KeyColumn> {
  if (table.kind === 'view') throw notAWatermark(rowScn, 'no column of a view', 'a column of it');
  return { ...walk, printed: [...walk.printed, 'ora_rowscn'] };
}

type Rows = OrderedRows<BindList, KeyColumn>;
type Key = KeyText | null;

/** The key of the last row of a window. */
export function boundaryOf(rows: Rows, from: Key, count: number): Statement {
  return boundaryStatement(words, rows, { from, to: null }, count - 1);
}

/** The rows of a window that may have changed since. */
export function grownOf(rows: Rows, since: string | null, from: Key, to: Key): Statement {
  const where = since === null ? undefined : (binds: BindList) => `ora_rowscn > to_number(${binds.add('since', 'text', since)})`;
  return pageStatement(words, rows, { from, to, where }, undefined);
}

async function fill(
  session: Session,
  { forms }: Shape,
  rows: Rows,
  statement: Statement,
  signal: AbortSignal,
): Promise<{ readonly rows: RowBlock; readonly versions: readonly Version[] }> {
  const reading = rowReading(session, rows, signal);
  const versions: Version[] = [];
  const telling = (each: Statement, onRow: (row: Row) => void) =>
    reading.read(each, (row) => {
      versions.push(watermarkVersion('integer', String(row[rows.printed.length - 1])));
      onRow(row);
    });
  const page = await fillPage({ ...reading, read: telling }, createRowWriter(forms), statement);
  return { rows: page.rows, versions };
}
