import { firstKey, type KeyAt, type OrderedRows, type RowReading } from '@lienthong/adapter-kit';
import { type Row, type Session, valueAt } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import type { BindList, Statement } from './sql.ts';

/** Reads rows, and keys of boundaries, on one connection. */
export function rowReading(
  session: Session,
  { order, places }: OrderedRows<BindList, KeyColumn>,
  signal: AbortSignal,
): RowReading<Row, Statement> & { readonly keyAt: KeyAt<Statement> } {
  return {
    read: (statement, onRow) => session.read(statement, onRow, signal),
    keyAt: async (statement) => firstKey(order, await session.query(statement, signal)),
    valueAt,
    order,
    places,
  };
}
