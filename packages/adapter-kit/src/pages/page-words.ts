import type { NullOrder } from '../keys/key-order.ts';
import type { KeyPositions } from '../keys/key-positions.ts';

/** What stands behind FROM; its values join the binds of the statement that it becomes part of. */
export type From<Binds> = (binds: Binds) => string;

/** How an engine asks for rows page by page, in its own words. */
export interface PageWords<Binds, Statement> {
  readonly positions: KeyPositions;
  readonly nulls: NullOrder;
  /** Rows: the first so many, or all. */
  select(printed: readonly string[], from: From<Binds>, rows: number | undefined): Statement;
  /** The row that so many others stand before. */
  rowBehind(printed: readonly string[], from: From<Binds>, before: number): Statement;
}
