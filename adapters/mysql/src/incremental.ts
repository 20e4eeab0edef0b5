import {
  notAWatermark,
  type OrderedRows,
  type Pass,
  readGrown,
  type WatermarkPosition,
  watermarkIsNull,
  watermarkPlace,
} from '@lienthong/adapter-kit';
import {
  formatCollection,
  type IncrementalReader,
  type IncrementalRequest,
  LienThongError,
  pauseFor,
  type Version,
  watermarkVersion,
} from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Session } from './client.ts';
import { finishRows } from './finish-rows.ts';
import { type KeyColumn, keyColumn } from './key-columns.ts';
import { keyFinder, keyOf } from './key-rows.ts';
import { awaitEnd, openWriters } from './open-transactions.ts';
import { words } from './page-words.ts';
import type { Sessions } from './sessions.ts';
import { fromIndex, inOrder, type Knowledge, loadShape, type Shape } from './shape.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';
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

/** Rows in the order of a watermark. */
interface GrownRows {
  readonly shape: Shape;
  readonly kind: WatermarkKind;
  readonly column: CatalogueColumn;
  readonly key: KeyColumn;
  /** Watermark first; behind it the walked key, which breaks ties where it tells rows apart. */
  readonly rows: OrderedRows<undefined, KeyColumn>;
}

export function incrementalReader(sessions: Sessions, knowledge: Knowledge): IncrementalReader {
  return { read: (request) => readGrown(sessions, words, request, (session) => openPass(session, request, knowledge)) };
}

async function openPass(session: Session, request: IncrementalRequest, knowledge: Knowledge): Promise<Pass<undefined, string>> {
  const { signal } = request;
  const grown = grownRows(await loadShape(session, request.selection, knowledge, signal), request.watermark);
  const { shape, rows } = grown;
  const reader = createTextRowReader(rows.printed.length);
  return {
    ...rows,
    keyAt: keyFinder(session, rows.order, signal),
    settled: async (after) => {
      await refuseNulls(session, grown, signal);
      const bound = await settledBound(session, grown, request, after);
      return bound === undefined ? undefined : () => bound;
    },
    fill: async (statement) => {
      await session.read(statement, reader.push, signal);
      const found = reader.take();
      // Before the values are finished: keys are made of what is stored.
      const watermarks = rows.order.slice(0, 1);
      const versions = Array.from({ length: found.count }, (_, index) =>
        versionOf(grown, keyOf(watermarks, found, index, rows.places)[0] ?? ''),
      );
      const last = found.count === 0 ? undefined : keyOf(rows.order, found, found.count - 1, rows.places);
      return { rows: finishRows(found, shape.forms), versions, last };
    },
  };
}

/** The condition that holds for settled rows alone; `undefined` when there is nothing new. */
async function settledBound(
  session: Session,
  grown: GrownRows,
  request: IncrementalRequest,
  after: WatermarkPosition | undefined,
): Promise<string | undefined> {
  const { kind, key } = grown;
  if (kind === 'integer') {
    const highest = await settledNumber(session, grown, request, after);
    return highest === undefined ? undefined : `${key.sql} <= ${key.operand(highest)}`;
  }
  const past = await settledTime(session, kind, request);
  // A day is settled when it is over: later rows of the same day may have a lower key.
  if (kind === 'date') return `${key.sql} < ${key.operand(past.slice(0, 10))}`;
  return `${key.sql} <= ${key.operand(past)}`;
}

/**
 * A number has no clock: what is there now is read when the transactions that may still write below it have had their time, and have
 * ended where this login may see them.
 */
async function settledNumber(
  session: Session,
  { key, rows: { from, unique } }: GrownRows,
  { signal, settleMs }: IncrementalRequest,
  after: WatermarkPosition | undefined,
): Promise<string | undefined> {
  const [row] = await session.query(`select max(${key.sql}) + 0 from ${from}`, signal);
  const highest = row?.[0];
  if (highest === null || highest === undefined) return undefined;
  if (after !== undefined && BigInt(highest) < BigInt(after.value)) return undefined;
  const writers = await openWriters(session, signal);
  if (after?.value !== highest || !unique) await pauseFor(settleMs, signal);
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

async function refuseNulls(session: Session, { column, shape: { table }, key }: GrownRows, signal: AbortSignal): Promise<void> {
  if (!column.nullable) return;
  const name = quoteCollection(table);
  const [row] = await session.query(`select exists (select 1 from ${name} where ${key.sql} is null)`, signal);
  if (row?.[0] !== '1') return;
  throw watermarkIsNull(table, column.name, `ALTER TABLE ${name} MODIFY ${quoteIdentifier(column.name)} ${column.native} NOT NULL`);
}

function grownRows(shape: Shape, name: string): GrownRows {
  const column = shape.columns[watermarkPlace(shape.selection, name)] as CatalogueColumn; // one for each of the selection
  const kind = kinds[column.type];
  const key = keyColumn(column);
  if (kind === undefined || key === undefined) {
    throw notAWatermark(name, column.native, 'an integer, a date, a datetime or a timestamp');
  }
  const { order, unique } = shape.walk;
  const ties = unique ? order.filter((part) => part.name !== name) : [];
  const index = shape.keys.find((one) => one.columns[0] === name);
  return { shape, kind, column, key, rows: inOrder(fromIndex(shape.table, index?.name), shape.forms, [key, ...ties], unique) };
}

function versionOf({ shape, kind, column }: GrownRows, value: string): Version {
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
