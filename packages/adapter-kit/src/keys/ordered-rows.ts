import type { OrderColumn } from './key-column.ts';

/** Rows that are read along a key, and that tell it. */
export interface OrderedRows<Binds, Column extends OrderColumn<Binds> = OrderColumn<Binds>> {
  /** The table, as it stands behind FROM. */
  readonly from: string;
  readonly order: readonly Column[];
  /** No two rows share a key. */
  readonly unique: boolean;
  /** What is selected of each part of the order. */
  readonly orderPrinted: readonly string[];
  /** All that is selected: the columns, and behind them parts of the order that none of them prints. */
  readonly printed: readonly string[];
  /** Where a row of all that is printed has the parts of the order. */
  readonly places: readonly number[];
}

/** `columns` are what is selected in any case. */
export function orderedRows<Binds, Column extends OrderColumn<Binds>>(
  rows: Omit<OrderedRows<Binds, Column>, 'printed' | 'places'>,
  columns: readonly string[],
): OrderedRows<Binds, Column> {
  const printed = [...columns];
  const places = rows.orderPrinted.map((sql) => {
    const place = printed.indexOf(sql);
    return place >= 0 ? place : printed.push(sql) - 1;
  });
  return { ...rows, printed, places };
}
