import { fillGrown, notAWatermark, type OrderedRows, type Pass, readGrown, watermarkPlace } from '@lienthong/adapter-kit';
import { type IncrementalReader, type IncrementalRequest, LienThongError } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Session } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { type KeyColumn, keyColumn } from './key-columns.ts';
import { words } from './page-words.ts';
import { rowReading } from './row-reading.ts';
import { createRowWriter } from './row-writer.ts';
import type { Sessions } from './sessions.ts';
import { inOrder, loadShape, type Shape } from './shape.ts';
import type { ParameterList, Statement } from './sql.ts';
import { boundCondition, refuseNulls, settledBound, versionOf, type WatermarkKind, watermarkKind, watermarkLevel } from './watermarks.ts';

export function incrementalReader(sessions: Sessions, policies: ColumnPolicies): IncrementalReader {
  return { read: (request) => readGrown(sessions, words, request, (session) => openPass(session, request, policies)) };
}

async function openPass(
  session: Session,
  { selection, watermark, settleMs, signal }: IncrementalRequest,
  policies: ColumnPolicies,
): Promise<Pass<ParameterList, Statement>> {
  const shape = await loadShape(session, selection, policies, signal);
  const { kind, column, key, rows } = grownRows(shape, watermark);
  await session.isolate(watermarkLevel(kind, session.server), signal);
  const reading = rowReading(session, rows, signal);
  const writer = createRowWriter(shape.forms);
  return {
    ...rows,
    keyAt: reading.keyAt,
    settled: async () => {
      const input = { column, key, kind, from: shape.from, settleMs, signal };
      await refuseNulls(session, input);
      const bound = await settledBound(session, input);
      return bound === undefined ? undefined : (parameters) => boundCondition(key, bound, parameters);
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
  readonly rows: OrderedRows<ParameterList, KeyColumn>;
}

export function grownRows(shape: Shape, name: string): GrownRows {
  const column = shape.columns[watermarkPlace(shape.selection, name)];
  if (column === undefined) throw new LienThongError('INTERNAL', { message: 'a selected column has no place in its shape' });
  const kind = watermarkKind(column);
  const key = keyColumn(column);
  if (kind === undefined || key === undefined)
    throw notAWatermark(name, column.type, 'an integer, a rowversion, a date, a datetime or a datetimeoffset');
  const { order, unique } = shape.walk;
  const ties = unique ? order.filter((part) => part.name !== name) : [];
  return { kind, column, key, rows: inOrder(shape, [key, ...ties], unique) };
}
