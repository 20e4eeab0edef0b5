import type { Cell, Session, Value } from '../../client.ts';
import { createRowWriter, type RowWriter } from '../../row-writer.ts';
import { createParameters, quoteIdentifier, type Statement } from '../../sql.ts';
import { tooLarge } from '../order.ts';
import type { FoundChange } from '../way.ts';
import type { TrackedTable } from './tracked-table.ts';

export interface Window {
  /** Behind this version. */
  readonly since: bigint;
  /** Up to and with this one. */
  readonly to: bigint;
  /** So many rows, and all others of the last one's commit. */
  readonly rows: number;
}

/** The newest change of each row, with the row as it is; whole commits in their order. Names in capitals: a database may tell case apart. */
export function changesStatement({ key, shape }: TrackedTable, { since, to, rows }: Window): Statement {
  const parameters = createParameters();
  const top = parameters.add('rows', 'int', rows);
  const behind = parameters.add('since', 'bigint', String(since));
  const upTo = parameters.add('to', 'bigint', String(to));
  const parts = key.map((column) => column.printed(`ct.${column.sql}`));
  const columns = shape.forms.map((form, index) => form.sql(`t.${quoteIdentifier(shape.columns[index]?.name ?? '')}`));
  const joined = key.map(({ sql }) => `t.${sql} = ct.${sql}`).join(' and ');
  return {
    text: `select top (${top}) with ties ct.SYS_CHANGE_VERSION, ct.SYS_CHANGE_OPERATION, ${[...parts, ...columns].join(', ')} from changetable(changes ${shape.from}, ${behind}) as ct left join ${shape.from} as t on ${joined} where ct.SYS_CHANGE_VERSION <= ${upTo} order by ct.SYS_CHANGE_VERSION`,
    parameters: parameters.all,
  };
}

/** `SYS_CHANGE_OPERATION` of a row that was made behind the window's beginning. */
const inserted = 'I';
const head = 2;

export interface TrackedPage {
  readonly changes: readonly FoundChange[];
  /** The version of the last row when the page was full: what lies behind it was not read. */
  readonly fullAt: bigint | undefined;
}

/** Reads one window of one table; the rows lie in the memory of `writer`. */
export async function readTracked(
  session: Session,
  table: TrackedTable,
  window: Window,
  writer: RowWriter,
  cap: number,
  signal: AbortSignal,
): Promise<TrackedPage> {
  const first = head + table.key.length;
  const drafts: Omit<FoundChange, 'table' | 'row'>[] = [];
  let commit = -1n;
  let ofCommit = 0;
  let read = 0;
  await session.read(
    changesStatement(table, window),
    (cells) => {
      const version = BigInt(String(cells[0]?.value ?? ''));
      ofCommit = version === commit ? ofCommit + 1 : 1;
      commit = version;
      read += 1;
      if (ofCommit > cap) throw tooLarge(version, cap, table.name);
      // The row itself says whether it is there: releases before 2018 tell an update of a unique column as a deletion (KB 4135113).
      const isThere = cells[first + (table.mapped[0]?.place ?? 0)]?.value !== null;
      const op = !isThere ? 'd' : cells[1]?.value === inserted ? 'c' : 'u';
      if (isThere) writer.add(cells, first);
      else writer.addPlaces(new Map(table.mapped.map(({ place, part }) => [place, cells[head + part]?.value ?? null])));
      drafts.push({ commit: version, op, place: placeOf(table, cells, op), oldKey: undefined, at: undefined });
    },
    signal,
  );
  const block = writer.take();
  const changes = drafts.map((draft, index) => ({ ...draft, table, row: { block, index } }));
  return { changes, fullAt: read >= window.rows ? commit : undefined };
}

/** What was deleted first, so that a changed key is told as it was made. */
function placeOf({ key }: TrackedTable, cells: readonly Cell[], op: FoundChange['op']): string {
  return `${op === 'd' ? 0 : 1}${JSON.stringify(key.map((column, part) => orderText(cells[head + part]?.value)))}`;
}

function orderText(value: Value | undefined): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}

export function createWriters(tables: readonly TrackedTable[]): ReadonlyMap<TrackedTable, RowWriter> {
  return new Map(tables.map((table) => [table, createRowWriter(table.shape.forms)]));
}
