import type { ExtensionSession } from '../extensions.ts';
import { quote } from '../quote.ts';
import { rowIdText } from '../values/rowids.ts';
import { options, type Started } from './mining-session.ts';

/** A record of the journal with what its transaction tells. */
export interface JournalRecord {
  readonly seq: number;
  readonly scn: string;
  readonly at: string;
  readonly tx: string | null;
  readonly place: number;
  readonly kind: string;
  readonly objectId: number;
  readonly dataObjectId: number;
  readonly definition: number;
  readonly rowId: string | undefined;
  /** JSON. */
  readonly before: string | null;
  readonly after: string | null;
  readonly isRollback: boolean;
  readonly detail: string | null;
  readonly thread: string;
  readonly sequence: string;
  /** Place within the log. */
  readonly block: number;
}

/** Records that are fetched at once: few, so that they are young garbage when they have been written. */
const page = 1000;

const list = `r.seq, r.scn, r.at, r.tx, r.place, r.kind, r.object_id, r.data_object_id, r.definition, r.row_id, r.before::text, r.after::text, r.is_rollback, r.detail, l.sequence, r.seq - l.first_seq, l.thread`;

/** The records of a window: as they were written, or, of what was committed, transaction by transaction in the order of commits. */
export async function* journalRecords(session: ExtensionSession, started: Started): AsyncGenerator<readonly JournalRecord[]> {
  const { low } = started;
  const bounds = [started.high, started.logs.next === undefined ? undefined : started.logs.next - 1n].filter(
    (bound) => bound !== undefined,
  );
  const high = bounds.length === 0 ? '9223372036854775807' : String(bounds.reduce((a, b) => (a < b ? a : b)));
  const isCommittedOnly = (started.options & options.COMMITTED_DATA_ONLY) !== 0;
  // A container sees its own; the root everything.
  const seen = session.container === 'CDB$ROOT' ? 'true' : `(t.container is null or t.container = ${quote(session.container)})`;
  const source = `redo.records r left join redo.transactions t on t.tx = r.tx
    left join redo.logs l on l.thread = coalesce(t.thread, 1) and r.scn >= l.first_scn and (l.next_scn is null or r.scn < l.next_scn)`;
  const chosen = isCommittedOnly
    ? `t.state = 'COMMITTED' and t.end_scn between ${low} and ${high} and not r.undone and not r.is_rollback`
    : `r.scn between ${low} and ${high}`;
  const order = isCommittedOnly ? 't.end_scn, r.place, r.seq' : 'r.scn, r.seq';
  // Read once and in its order; held, because nothing need be open around it.
  await session.query(
    `declare mined_records no scroll cursor with hold for select ${list} from ${source} where ${chosen} and ${seen} and coalesce(t.thread, 1) in (${started.logs.threads.join(', ')}) order by ${order}`,
  );
  try {
    for (let isLast = false; !isLast; ) {
      const { rows } = await session.query(`fetch ${page} from mined_records`);
      if (rows.length > 0) yield rows.map(recordOf);
      isLast = rows.length < page;
    }
  } finally {
    await session.query('close mined_records');
  }
}

function recordOf(row: readonly (string | null)[]): JournalRecord {
  const text = (place: number): string => row[place] ?? '0';
  const number = (place: number): number => Number(text(place));
  return {
    seq: number(0),
    scn: text(1),
    at: text(2),
    tx: row[3] ?? null,
    place: number(4),
    kind: text(5),
    objectId: number(6),
    dataObjectId: number(7),
    definition: number(8),
    rowId: typeof row[9] === 'string' ? rowIdText(row[9]) : undefined,
    before: row[10] ?? null,
    after: row[11] ?? null,
    isRollback: row[12] === 't',
    detail: row[13] ?? null,
    sequence: text(14),
    block: number(15),
    thread: text(16),
  };
}
