import { notAWatermark, watermarkPlace } from '@lienthong/adapter-kit';
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
import { awaitEnd, parseVisibility, visibilitySql } from './changes/in-flight.ts';
import type { Session } from './client.ts';
import { createCopyTextParser } from './copy-text.ts';
import { keyText } from './key-text.ts';
import { expectWatermark, type WatermarkPosition } from './positions.ts';
import { withSearchPath } from './search-path.ts';
import type { Sessions } from './sessions.ts';
import { keyPlaces, loadShape, type Shape } from './shape.ts';
import { quoteIdentifier, rowOf, typedLiteral } from './sql.ts';

/** How a watermark of a type is bounded and turned into a version. */
interface Watermark {
  readonly index: number;
  readonly name: string;
  readonly sql: string;
  readonly castType: string;
  readonly kind: 'integer' | 'timestamptz' | 'timestamp' | 'date';
}

const kinds: Readonly<Record<string, Watermark['kind']>> = {
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  date: 'date',
};

export function incrementalReader(sessions: Sessions): IncrementalReader {
  return { read: (request) => readGrown(sessions, request) };
}

async function* readGrown(sessions: Sessions, request: IncrementalRequest): AsyncGenerator<IncrementalBatch, void, undefined> {
  const { signal } = request;
  const lease = await sessions.acquire(signal);
  try {
    const { session } = lease;
    const shape = await loadShape(session, request.selection, signal);
    const watermark = watermarkOf(shape, request.watermark);
    let after = request.after === undefined ? undefined : expectWatermark(request.after, request.watermark);
    await refuseNulls(session, shape, watermark, signal);
    const bound = await settledBound(sessions, session, shape, watermark, request, after);
    while (bound !== undefined) {
      const rows = await readRows(session, shape, watermark, after, bound, request);
      if (rows.count === 0) return;
      after = positionOf(shape, watermark, rows);
      const versions = Array.from({ length: rows.count }, (_, index) => versionOf(shape, watermark, rows, index));
      yield { rows, versions, position: after };
      if (rows.count < request.batchRows) return;
    }
  } finally {
    await lease.release();
  }
}

async function readRows(
  session: Session,
  shape: Shape,
  watermark: Watermark,
  after: WatermarkPosition | undefined,
  bound: string,
  request: IncrementalRequest,
): Promise<RowBlock> {
  // The key breaks ties. Where it does not tell rows apart, those that share a watermark must come together.
  const ordered = shape.keyUnique
    ? [{ sql: watermark.sql, castType: watermark.castType }, ...shape.key]
    : [{ sql: watermark.sql, castType: watermark.castType }];
  if (!shape.keyUnique && session.version < 13) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `reading ${formatCollection(shape.relation)} by a watermark without a unique key needs PostgreSQL 13`,
    });
  }
  const conditions = [`${watermark.sql} ${bound}`];
  if (after !== undefined) {
    const values = [after.value, ...after.key].slice(0, ordered.length);
    conditions.push(
      `${rowOf(ordered.map((column) => column.sql))} > ${rowOf(ordered.map((column, index) => typedLiteral(values[index] ?? null, column.castType)))}`,
    );
  }
  const order = ordered.map((column) => column.sql).join(', ');
  const limit = shape.keyUnique ? `limit ${request.batchRows}` : `fetch first ${request.batchRows} rows with ties`;
  const parser = createCopyTextParser(request.selection.columns.length);
  await withSearchPath(session, shape.columns, keyPlaces(shape), request.signal, () =>
    session.copyOut(
      `copy (select ${shape.columnList} from ${shape.from} where ${conditions.join(' and ')} order by ${order} ${limit}) to stdout`,
      (chunk, start, end) => parser.push(chunk, start, end),
      request.signal,
    ),
  );
  return parser.take();
}

/** The condition that holds for settled rows alone; `undefined` when there is nothing new. */
async function settledBound(
  sessions: Sessions,
  session: Session,
  shape: Shape,
  watermark: Watermark,
  request: IncrementalRequest,
  after: WatermarkPosition | undefined,
): Promise<string | undefined> {
  const { signal, settleMs } = request;
  if (watermark.kind === 'integer') {
    // A number has no clock: what is there now is read when the transactions that may still write below it have ended.
    const [row] = await session.query(`select ${visibilitySql}, max(${watermark.sql}) from ${shape.from}`, signal);
    const highest = row?.[1];
    if (highest === null || highest === undefined) return undefined;
    if (after !== undefined && BigInt(highest) < BigInt(after.value)) return undefined;
    if (after?.value !== highest || !shape.keyUnique) await pauseFor(settleMs, signal);
    await awaitEnd(session, parseVisibility(row?.[0] ?? ''), signal);
    return `<= ${typedLiteral(highest, watermark.castType)}`;
  }
  const past = `(now() - interval '${settleMs} milliseconds')`;
  if (watermark.kind === 'timestamptz') return `<= ${literalOf(await scalar(session, past, signal), watermark)}`;
  // A time without zone was written by programs that live in the server's own zone, not in ours.
  const zone = await sessions.natural(signal);
  const local = await scalar(session, `${past} at time zone ${typedLiteral(zone.timeZone, 'text')}`, signal);
  // A day is settled when it is over: later rows of the same day may have a lower key.
  if (watermark.kind === 'date') return `< ${literalOf(local.slice(0, 10), watermark)}`;
  return `<= ${literalOf(local, watermark)}`;
}

function literalOf(value: string, watermark: Watermark): string {
  return `${typedLiteral(value, watermark.castType)} and ${watermark.sql} > '-infinity'`;
}

async function scalar(session: Session, expression: string, signal: AbortSignal): Promise<string> {
  const [row] = await session.query(`select (${expression})::text`, signal);
  return row?.[0] ?? '';
}

/** Rows without a watermark would never be read: that is told, not overlooked. */
async function refuseNulls(session: Session, shape: Shape, watermark: Watermark, signal: AbortSignal): Promise<void> {
  if (shape.columns[watermark.index]?.notNull === true) return;
  const [row] = await session.query(`select exists (select from ${shape.from} where ${watermark.sql} is null)`, signal);
  if (row?.[0] !== 't') return;
  const table = formatCollection(shape.relation);
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `${table} has rows whose ${watermark.name} is NULL: reading by it would never find them`,
    remedy: `Fill the column and run ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(watermark.name)} SET NOT NULL; or read the table by snapshot.`,
  });
}

function watermarkOf(shape: Shape, name: string): Watermark {
  const index = watermarkPlace(shape.selection, name);
  const column = shape.columns[index] as CatalogueColumn; // one for each of the selection
  const kind = kinds[column.castType];
  if (kind === undefined) throw notAWatermark(name, column.native, 'an integer, a date or a timestamp');
  return { index, name, sql: quoteIdentifier(name), castType: column.castType, kind };
}

function positionOf(shape: Shape, watermark: Watermark, rows: RowBlock): WatermarkPosition {
  const last = rows.count - 1;
  return {
    kind: 'postgres/watermark',
    format: 1,
    column: watermark.name,
    value: keyText(rows, last, watermark.index) ?? '',
    key: shape.key.map((column) => keyText(rows, last, column.index)),
  };
}

function versionOf(shape: Shape, watermark: Watermark, rows: RowBlock, index: number): Version {
  const raw = keyText(rows, index, watermark.index) ?? '';
  if (watermark.kind === 'integer') return watermarkVersion('integer', raw);
  if (!/^\d{4}-\d\d-\d\d/.test(raw) || raw.endsWith('BC')) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `${formatCollection(shape.relation)} has a ${watermark.name} before the year 1 or after 9999`,
      remedy: 'Correct the row: such a watermark cannot be put in order.',
    });
  }
  const instant = watermark.kind === 'date' ? `${raw}T00:00:00` : raw.replace(' ', 'T').replace(/\+00$/, 'Z');
  return watermarkVersion('instant', instant);
}
