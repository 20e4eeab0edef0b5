import { utcInstant } from '@lienthong/adapter-kit';
import type { BlockRow } from '@lienthong/core';
import type { Cell, Session } from '../../client.ts';
import type { RowWriter } from '../../row-writer.ts';
import { createParameters, quoteIdentifier, type Statement } from '../../sql.ts';
import { tooLarge } from '../order.ts';
import type { FoundChange } from '../way.ts';
import { type CaptureInstance, lsnBytes, readLsn } from './capture-instances.ts';
import type { CapturedTable } from './captured-table.ts';

export interface CaptureWindow {
  /** From this commit on. */
  readonly from: bigint;
  readonly to: bigint;
  /** So many rows, and all others of the last one's commit. */
  readonly rows: number;
}

/** The server tells local times; the two clocks are asked for at one moment. */
const commitTime = 'convert(varchar(27), dateadd(minute, datediff(minute, getdate(), getutcdate()), m.tran_end_time), 126)';

export function capturedStatement({ shape }: CapturedTable, instance: CaptureInstance, { from, to, rows }: CaptureWindow): Statement {
  const parameters = createParameters();
  const top = parameters.add('rows', 'int', rows);
  const first = parameters.add('from', 'bytes', lsnBytes(from));
  const last = parameters.add('to', 'bytes', lsnBytes(to));
  const columns = shape.forms.map((form, index) => form.sql(`ch.${quoteIdentifier(shape.columns[index]?.name ?? '')}`));
  const source = `cdc.${quoteIdentifier(`fn_cdc_get_all_changes_${instance.name}`)}`;
  return {
    text: `select top (${top}) with ties ch.__$start_lsn, ch.__$seqval, ch.__$operation, ${commitTime}, ${columns.join(', ')} from ${source}(${first}, ${last}, N'all update old') as ch left join cdc.lsn_time_mapping as m on m.start_lsn = ch.__$start_lsn order by ch.__$start_lsn`,
    parameters: parameters.all,
  };
}

const head = 4;
/** `__$operation`. */
const [deleted, inserted, before, after] = [1, 2, 3, 4];

interface Draft {
  readonly commit: bigint;
  readonly seqval: string;
  readonly operation: number;
  readonly at: string | undefined;
  readonly key: string;
  readonly row: number;
}

export interface CapturedPage {
  readonly changes: readonly FoundChange[];
  readonly fullAt: bigint | undefined;
}

/** Reads one window of one table; the rows lie in the memory of `writer`. */
export async function readCaptured(
  session: Session,
  table: CapturedTable,
  instance: CaptureInstance,
  window: CaptureWindow,
  writer: RowWriter,
  cap: number,
  signal: AbortSignal,
): Promise<CapturedPage> {
  const drafts: Draft[] = [];
  let commit = -1n;
  let ofCommit = 0;
  await session.read(
    capturedStatement(table, instance, window),
    (cells) => {
      const lsn = readLsn(cells[0]?.value);
      const operation = Number(cells[2]?.value);
      if (lsn !== commit) ofCommit = 0;
      commit = lsn;
      if (operation !== before) ofCommit += 1;
      if (ofCommit > cap) throw tooLarge(lsn, cap, table.name);
      // Images from before are there for their keys alone.
      if (operation === deleted || operation === before)
        writer.addPlaces(new Map(table.key.map((place) => [place, cells[head + place]?.value ?? null])));
      else writer.add(cells, head);
      drafts.push({
        ...{ commit, operation, row: drafts.length },
        seqval: hexOf(cells[1]),
        key: keyOf(table, cells),
        at: typeof cells[3]?.value === 'string' ? utcInstant(cells[3].value) : undefined,
      });
    },
    signal,
  );
  const block = writer.take();
  const changes = fold(drafts, table, (index) => ({ block, index }));
  return { changes, fullAt: drafts.length >= window.rows ? commit : undefined };
}

function hexOf(cell: Cell | undefined): string {
  return readLsn(cell?.value).toString(16).padStart(20, '0');
}

function keyOf({ key }: CapturedTable, cells: readonly Cell[]): string {
  const text = ({ value }: Cell) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value));
  return JSON.stringify(key.map((place) => text(cells[head + place] ?? { value: null })));
}

/**
 * The image before joins the one behind it. An update of a unique column is captured as a deletion and an insertion with one `__$seqval`
 * (a deferred update): one change again.
 */
function fold(drafts: readonly Draft[], table: CapturedTable, rowAt: (index: number) => BlockRow): readonly FoundChange[] {
  const ordered = [...drafts].sort((one, other) => {
    if (one.commit !== other.commit) return one.commit < other.commit ? -1 : 1;
    return one.seqval < other.seqval ? -1 : one.seqval > other.seqval ? 1 : one.operation - other.operation;
  });
  const changes: FoundChange[] = [];
  let old: Draft | undefined;
  const flush = () => {
    if (old?.operation === deleted) changes.push(made(old, 'd', undefined));
    old = undefined;
  };
  const made = (draft: Draft, op: FoundChange['op'], then: Draft | undefined): FoundChange => ({
    ...{ table, commit: draft.commit, op, at: draft.at, row: rowAt(draft.row) },
    place: String(changes.length).padStart(10, '0'),
    oldKey: then !== undefined && then.key !== draft.key ? rowAt(then.row) : undefined,
  });
  for (const draft of ordered) {
    const isPair = old !== undefined && old.commit === draft.commit && old.seqval === draft.seqval;
    if (isPair && (draft.operation === after || draft.operation === inserted)) {
      const then = old;
      old = undefined;
      changes.push(made(draft, 'u', then));
      continue;
    }
    flush();
    if (draft.operation === deleted || draft.operation === before) old = draft;
    else changes.push(made(draft, draft.operation === inserted ? 'c' : 'u', undefined));
  }
  flush();
  return changes;
}
