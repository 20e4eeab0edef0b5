import { above, orderOf, upTo } from '../keys/key-order.ts';
import type { KeyText } from '../keys/key-positions.ts';
import type { OrderedRows } from '../keys/ordered-rows.ts';
import type { From, PageWords } from './page-words.ts';

/** Which rows: those above `from`, up to and with `to`. */
export interface Bounds<Binds> {
  readonly from: KeyText | null;
  readonly to: KeyText | null;
  /** Another condition. */
  readonly where?: ((binds: Binds) => string) | undefined;
}

/** Rows within bounds, in order: the first so many, or all. */
export function pageStatement<Binds, Statement>(
  words: PageWords<Binds, Statement>,
  rows: OrderedRows<Binds>,
  bounds: Bounds<Binds>,
  count: number | undefined,
): Statement {
  return words.select(rows.printed, fromOf(words, rows, bounds), count);
}

/** The key that so many rows within bounds stand before. */
export function boundaryStatement<Binds, Statement>(
  words: PageWords<Binds, Statement>,
  rows: OrderedRows<Binds>,
  bounds: Bounds<Binds>,
  before: number,
): Statement {
  return words.rowBehind(rows.orderPrinted, fromOf(words, rows, bounds), before);
}

function fromOf<Binds>(
  { nulls }: Pick<PageWords<Binds, never>, 'nulls'>,
  { from, order }: OrderedRows<Binds>,
  { from: behind, to, where }: Bounds<Binds>,
): From<Binds> {
  return (binds) => {
    const conditions = [
      ...(where === undefined ? [] : [where(binds)]),
      ...(behind === null ? [] : [above(order, behind, binds, nulls)]),
      ...(to === null ? [] : [upTo(order, to, binds, nulls)]),
    ];
    return `${from}${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`} order by ${orderOf(order)}`;
  };
}
