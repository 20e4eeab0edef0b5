import { firstKey, type KeyAt, type OrderedRows, type RowReading } from '@lienthong/adapter-kit';
import { type Cell, type Session, valueAt } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import type { ParameterList, Statement } from './sql.ts';

/** Reads rows, and keys of boundaries, on one connection. */
export function rowReading(
  session: Session,
  { order, places }: OrderedRows<ParameterList, KeyColumn>,
  signal: AbortSignal,
): RowReading<readonly Cell[], Statement> & { readonly keyAt: KeyAt<Statement> } {
  return {
    read: (statement, onRow) => session.read(statement, onRow, signal),
    keyAt: async (statement) => firstKey(order, await session.query(statement, signal)),
    valueAt,
    order,
    places,
  };
}
