import { type KeyText, keyOf, notAWatermark, orderOf, printWithKey, type WatermarkPosition, watermarkPlace } from '@lienthong/adapter-kit';
import { type IncrementalBatch, type IncrementalReader, type IncrementalRequest, LienThongError, type Version } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import { type Row, type Session, valueAt } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type KeyColumn, keyColumn } from './key-columns.ts';
import { above, upTo } from './key-order.ts';
import { firstRows, keyAt, keyAtStatement } from './key-rows.ts';
import { expectWatermark, watermarkPosition } from './positions.ts';
import { createRowWriter } from './row-writer.ts';
import type { Sessions } from './sessions.ts';
import { loadShape, type Shape } from './shape.ts';
import { createBinds, quoteIdentifier, type Statement } from './sql.ts';
import { nativeType } from './type-mappings.ts';
import { boundCondition, refuseNulls, settledBound, versionOf, type WatermarkKind, watermarkKind } from './watermarks.ts';

/** A pass along the watermark. */
export interface Pass {
  readonly shape: Shape;
  readonly kind: WatermarkKind;
  readonly column: CatalogueColumn;
  /** Watermark first; behind it the walked key, which breaks ties where it tells rows apart. */
  readonly order: readonly [KeyColumn, ...KeyColumn[]];
}

export function incrementalReader(sessions: Sessions, policies: ColumnPolicies): IncrementalReader {
  return { read: (request) => readGrown(sessions, policies, request) };
}

async function* readGrown(
  sessions: Sessions,
  policies: ColumnPolicies,
  request: IncrementalRequest,
): AsyncGenerator<IncrementalBatch, void, undefined> {
  const { signal, watermark, settleMs } = request;
  const lease = await sessions.acquire(signal);
  try {
    const { session } = lease;
    const pass = passOf(await loadShape(session, request.selection, policies, signal), watermark, policies);
    const columns = pass.order.slice(1).map((column) => column.name);
    let after = request.after === undefined ? undefined : expectWatermark(request.after, watermark, columns);
    const input = {
      column: pass.column,
      key: pass.order[0],
      kind: pass.kind,
      from: pass.shape.from,
      objectId: pass.shape.table.objectId,
      settleMs,
      signal,
    };
    await refuseNulls(session, input);
    const bound = await settledBound(session, input);
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
  const { shape, order, kind } = pass;
  const limits: GrownLimits = { after: after === undefined ? undefined : [after.value, ...after.key], bound, to: undefined };
  let [statement, isLast] = [grownStatement(pass, limits, batchRows), false];
  if (!shape.walkUnique) {
    // Rows that share a watermark must come together, where no key tells them apart.
    const to = await keyAt(session, order, grownBoundaryStatement(pass, limits, batchRows - 1), signal);
    isLast = to === undefined;
    statement = grownStatement(pass, { ...limits, to }, undefined);
  }
  const { places } = printed(pass);
  const writer = createRowWriter(shape.forms);
  const versions: Version[] = [];
  let last: Row | undefined;
  await session.read(
    statement,
    (row) => {
      writer.add(row, 0);
      versions.push(versionOf(kind, keyOf(order.slice(0, 1), row, places, valueAt)[0] ?? ''));
      last = row;
    },
    signal,
  );
  if (last === undefined) return undefined;
  const rows = writer.take();
  const [value, ...key] = keyOf(order, last, places, valueAt);
  const columns = order.slice(1).map((column) => column.name);
  return {
    ...{ rows, versions },
    position: watermarkPosition({ column: pass.column.name, columns, value: value ?? '', key }),
    ended: shape.walkUnique ? rows.count < batchRows : isLast,
  };
}

function printed({ shape, order }: Pass): { readonly printed: readonly string[]; readonly places: readonly number[] } {
  return printWithKey(
    shape.forms.map((form, index) => form.sql(quoteIdentifier(shape.columns[index]?.name ?? ''))),
    order.map((column) => column.printed(column.sql)),
  );
}

export interface GrownLimits {
  readonly after: KeyText | undefined;
  readonly bound: string;
  readonly to: KeyText | undefined;
}

/** A page behind a watermark; without `rows` all up to `to`. */
export function grownStatement(pass: Pass, limits: GrownLimits, rows: number | undefined): Statement {
  const binds = createBinds();
  const all = printed(pass).printed;
  const where = conditions(pass, limits, binds);
  const tail = `${pass.shape.from} where ${where} order by ${orderOf(pass.order)}`;
  const text = rows === undefined ? `select ${all.join(', ')} from ${tail}` : firstRows(all, tail, binds.add('rows', 'number', rows));
  return { text, binds: binds.all };
}

export function grownBoundaryStatement(pass: Pass, limits: GrownLimits, before: number): Statement {
  const binds = createBinds();
  const where = conditions(pass, limits, binds);
  return keyAtStatement(pass.order, `${pass.shape.from} where ${where}`, before, binds);
}

function conditions({ order }: Pass, { after, bound, to }: GrownLimits, binds: ReturnType<typeof createBinds>): string {
  return [
    boundCondition(order[0], bound, binds),
    ...(after === undefined ? [] : [above(order, after, binds)]),
    ...(to === undefined ? [] : [upTo(order, to, binds)]),
  ].join(' and ');
}

export function passOf(shape: Shape, name: string, policies: ColumnPolicies): Pass {
  const column = shape.columns[watermarkPlace(shape.selection, name)];
  if (column === undefined) throw new LienThongError('INTERNAL', { message: 'a selected column has no place in its shape' });
  const kind = watermarkKind(column);
  const watermark = keyColumn(column, policies);
  if (kind === undefined || watermark === undefined)
    throw notAWatermark(name, nativeType(column), 'a whole number of at most 19 digits, a DATE or a TIMESTAMP');
  const ties = shape.walkUnique ? shape.walk.filter((part) => part.name !== name) : [];
  return { shape, kind, column, order: [watermark, ...ties] };
}
