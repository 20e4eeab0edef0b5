import { notAWatermark, orderOf, printWithKey, type WatermarkPosition, watermarkPlace } from '@lienthong/adapter-kit';
import {
  formatCollection,
  type IncrementalBatch,
  type IncrementalReader,
  type IncrementalRequest,
  LienThongError,
  pauseFor,
  type RowBlock,
  type Version,
  watermarkVersion,
} from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Session } from './client.ts';
import { finishRows } from './finish-rows.ts';
import { type KeyColumn, keyColumn } from './key-columns.ts';
import { above, upTo } from './key-order.ts';
import { keyAt, keyOf } from './key-rows.ts';
import { awaitEnd, openWriters } from './open-transactions.ts';
import { expectWatermark, watermarkPosition } from './positions.ts';
import type { Sessions } from './sessions.ts';
import { fromIndex, type Knowledge, loadShape, type Shape } from './shape.ts';
import { quoteIdentifier } from './sql.ts';
import { createTextRowReader } from './text-rows.ts';

/** How a watermark of a type is bounded and turned into a version. */
type WatermarkKind = 'integer' | 'timestamp' | 'datetime' | 'date';

const kinds: Readonly<Record<string, WatermarkKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  timestamp: 'timestamp',
  datetime: 'datetime',
  date: 'date',
};

/** A pass along the watermark. */
interface Pass {
  readonly shape: Shape;
  readonly kind: WatermarkKind;
  readonly column: CatalogueColumn;
  /** Watermark first; behind it the walked key, which breaks ties where it tells rows apart. */
  readonly order: readonly [KeyColumn, ...KeyColumn[]];
  readonly from: string;
}

export function incrementalReader(sessions: Sessions, knowledge: Knowledge): IncrementalReader {
  return { read: (request) => readGrown(sessions, knowledge, request) };
}

async function* readGrown(
  sessions: Sessions,
  knowledge: Knowledge,
  request: IncrementalRequest,
): AsyncGenerator<IncrementalBatch, void, undefined> {
  const { signal, watermark } = request;
  const lease = await sessions.acquire(signal);
  try {
    const { session } = lease;
    const pass = passOf(await loadShape(session, request.selection, knowledge, signal), watermark);
    const columns = pass.order.slice(1).map((column) => column.name);
    let after = request.after === undefined ? undefined : expectWatermark(request.after, watermark, columns);
    await refuseNulls(session, pass, signal);
    const bound = await settledBound(session, pass, request, after);
    while (bound !== undefined) {
      const page = await readPage(session, pass, after, bound, request);
      if (page === undefined) return;
      after = page.position;
      yield page;
      if (page.ended) return;
    }
  } finally {
    await lease.release();
  }
}

interface GrownPage extends IncrementalBatch {
  readonly position: WatermarkPosition;
  readonly ended: boolean;
}

async function readPage(
  session: Session,
  pass: Pass,
  after: WatermarkPosition | undefined,
  bound: string,
  { batchRows, signal }: IncrementalRequest,
): Promise<GrownPage | undefined> {
  const { shape, order, from } = pass;
  const conditions = [bound, ...(after === undefined ? [] : [above(order, [after.value, ...after.key])])];
  const { printed, places } = printWithKey(
    shape.forms.map((form) => form.sql),
    order.map((column) => column.printed),
  );
  let [limit, ended] = [` limit ${batchRows}`, false];
  if (!shape.walkUnique) {
    // Rows that share a watermark must come together, where no key tells them apart.
    const last = await keyAt(session, order, `${from} where ${conditions.join(' and ')}`, batchRows - 1, signal);
    if (last === undefined) ended = true;
    else conditions.push(upTo(order, last));
    limit = '';
  }
  const reader = createTextRowReader(printed.length);
  await session.read(
    `select ${printed.join(', ')} from ${from} where ${conditions.join(' and ')} order by ${orderOf(order)}${limit}`,
    reader.push,
    signal,
  );
  const rows = reader.take();
  if (rows.count === 0) return undefined;
  const versions = Array.from({ length: rows.count }, (_, index) =>
    versionOf(pass, keyOf(order.slice(0, 1), rows, index, places)[0] ?? ''),
  );
  const [value, ...key] = keyOf(order, rows, rows.count - 1, places);
  const columns = order.slice(1).map((column) => column.name);
  const block: RowBlock = finishRows(rows, shape.forms);
  return {
    rows: block,
    versions,
    position: watermarkPosition({ column: pass.column.name, columns, value: value ?? '', key }),
    ended: shape.walkUnique ? rows.count < batchRows : ended,
  };
}

/** The condition that holds for settled rows alone; `undefined` when there is nothing new. */
async function settledBound(
  session: Session,
  pass: Pass,
  request: IncrementalRequest,
  after: WatermarkPosition | undefined,
): Promise<string | undefined> {
  const [watermark] = pass.order;
  if (pass.kind === 'integer') {
    const highest = await settledNumber(session, pass, request, after);
    return highest === undefined ? undefined : `${watermark.sql} <= ${watermark.operand(highest)}`;
  }
  const past = await settledTime(session, pass.kind, request);
  // A day is settled when it is over: later rows of the same day may have a lower key.
  if (pass.kind === 'date') return `${watermark.sql} < ${watermark.operand(past.slice(0, 10))}`;
  return `${watermark.sql} <= ${watermark.operand(past)}`;
}

/**
 * A number has no clock: what is there now is read when the transactions that may still write below it have had their time, and have
 * ended where this login may see them.
 */
async function settledNumber(
  session: Session,
  { order, from, shape }: Pass,
  { signal, settleMs }: IncrementalRequest,
  after: WatermarkPosition | undefined,
): Promise<string | undefined> {
  const [row] = await session.query(`select max(${order[0].sql}) + 0 from ${from}`, signal);
  const highest = row?.[0];
  if (highest === null || highest === undefined) return undefined;
  if (after !== undefined && BigInt(highest) < BigInt(after.value)) return undefined;
  const writers = await openWriters(session, signal);
  if (after?.value !== highest || !shape.walkUnique) await pauseFor(settleMs, signal);
  if (writers !== undefined) await awaitEnd(session, writers, signal);
  return highest;
}

async function settledTime(
  session: Session,
  kind: 'timestamp' | 'datetime' | 'date',
  { signal, settleMs }: IncrementalRequest,
): Promise<string> {
  // A time without zone was written by programs that live in the server's own zone, not in ours.
  const now = kind === 'timestamp' ? 'utc_timestamp(6)' : "convert_tz(utc_timestamp(6), '+00:00', @@global.time_zone)";
  const [row] = await session.query(`select ${now} - interval ${Math.round(settleMs * 1000)} microsecond`, signal);
  const past = row?.[0];
  if (past !== null && past !== undefined) return past;
  throw new LienThongError('SOURCE_NOT_READY', {
    message: 'the server does not know its own time zone by name: times without zone cannot be compared with its clock',
    remedy: 'Load the time zone tables (mysql_tzinfo_to_sql), or set default_time_zone to an offset such as +07:00.',
  });
}

/** Rows without a watermark would never be read: that is told, not overlooked. */
async function refuseNulls(session: Session, { column, shape, order }: Pass, signal: AbortSignal): Promise<void> {
  if (!column.nullable) return;
  const [row] = await session.query(
    `select exists (select 1 from ${fromIndex(shape.table, undefined)} where ${order[0].sql} is null)`,
    signal,
  );
  if (row?.[0] !== '1') return;
  const table = formatCollection(shape.table);
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `${table} has rows whose ${column.name} is NULL: reading by it would never find them`,
    remedy: `Fill the column and run ALTER TABLE ${fromIndex(shape.table, undefined)} MODIFY ${quoteIdentifier(column.name)} ${column.native} NOT NULL; or read the table by snapshot.`,
  });
}

function passOf(shape: Shape, name: string): Pass {
  const column = shape.columns[watermarkPlace(shape.selection, name)] as CatalogueColumn; // one for each of the selection
  const kind = kinds[column.type];
  const watermark = keyColumn(column);
  if (kind === undefined || watermark === undefined) {
    throw notAWatermark(name, column.native, 'an integer, a date, a datetime or a timestamp');
  }
  const ties = shape.walkUnique ? shape.walk.filter((part) => part.name !== name) : [];
  const index = shape.keys.find((key) => key.columns[0] === name);
  return { shape, kind, column, order: [watermark, ...ties], from: fromIndex(shape.table, index?.name) };
}

function versionOf({ shape, kind, column }: Pass, value: string): Version {
  if (kind === 'integer') return watermarkVersion('integer', value);
  if (/^0000|^....-00|^....-..-00/.test(value)) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `${formatCollection(shape.table)} has a ${column.name} that is no date, but zeros`,
      remedy: 'Correct the row: such a watermark cannot be put in order.',
    });
  }
  if (kind === 'date') return watermarkVersion('instant', `${value}T00:00:00`);
  return watermarkVersion('instant', `${value.replace(' ', 'T')}${kind === 'timestamp' ? 'Z' : ''}`);
}
