import { fillGrown, notAWatermark, type OrderedRows, type Pass, readGrown, watermarkPlace } from '@lienthong/adapter-kit';
import { type IncrementalReader, type IncrementalRequest, LienThongError } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Session } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type KeyColumn, keyColumn } from './key-columns.ts';
import { words } from './page-words.ts';
import { rowReading } from './row-reading.ts';
import { readByRowScn, rowScn } from './row-scn/row-scn.ts';
import { createRowWriter } from './row-writer.ts';
import type { Sessions } from './sessions.ts';
import { inOrder, loadShape, type Shape } from './shape.ts';
import type { BindList, Statement } from './sql.ts';
import { nativeType } from './type-mappings.ts';
import { boundCondition, refuseNulls, settledBound, versionOf, type WatermarkKind, watermarkKind } from './watermarks.ts';

export function incrementalReader(sessions: Sessions, policies: ColumnPolicies): IncrementalReader {
  return {
    read: (request) =>
      request.watermark === rowScn && !request.selection.columns.includes(rowScn)
        ? readByRowScn(sessions, request, policies)
        : readGrown(sessions, words, request, (session) => openPass(session, request, policies)),
  };
}

async function openPass(
  session: Session,
  { selection, watermark, settleMs, signal }: IncrementalRequest,
  policies: ColumnPolicies,
): Promise<Pass<BindList, Statement>> {
  const shape = await loadShape(session, selection, policies, signal);
  const { kind, column, key, rows } = grownRows(shape, watermark, policies);
  const reading = rowReading(session, rows, signal);
  const writer = createRowWriter(shape.forms);
  return {
    ...rows,
    keyAt: reading.keyAt,
    settled: async () => {
      const input = { column, key, kind, from: shape.from, objectId: shape.table.objectId, settleMs, signal };
      await refuseNulls(session, input);
      const bound = await settledBound(session, input);
      return bound === undefined ? undefined : (binds) => boundCondition(key, bound, binds);
    },
    fill: (statement) => fillGrown(reading, writer, statement, (text) => versionOf(kind, text)),
  };
}

/** Rows in the order of a watermark. */
interface GrownRows {
  readonly kind: WatermarkKind;
  readonly column: CatalogueColumn;
  readonly key: KeyColumn;
  /** Watermark first; behind it the walked key, which breaks ties where it tells rows apart. */
  readonly rows: OrderedRows<BindList, KeyColumn>;
}

export function grownRows(shape: Shape, name: string, policies: ColumnPolicies): GrownRows {
  const column = shape.columns[watermarkPlace(shape.selection, name)];
  if (column === undefined) throw new LienThongError('INTERNAL', { message: 'a selected column has no place in its shape' });
  const kind = watermarkKind(column);
  const key = keyColumn(column, policies);
  if (kind === undefined || key === undefined)
    throw notAWatermark(name, nativeType(column), 'a whole number of at most 19 digits, a DATE or a TIMESTAMP');
  const { order, unique } = shape.walk;
  const ties = unique ? order.filter((part) => part.name !== name) : [];
  return { kind, column, key, rows: inOrder(shape, [key, ...ties], unique) };
}
