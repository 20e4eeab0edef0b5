import type { IncrementalBatch, IncrementalRequest, RowBlock, Version } from '@lienthong/core';
import type { KeyText, WatermarkPosition } from '../keys/key-positions.ts';
import type { OrderedRows } from '../keys/ordered-rows.ts';
import type { SessionPool } from '../session-pool.ts';
import type { KeyAt } from './page-plan.ts';
import type { PageWords } from './page-words.ts';
import { type Bounds, boundaryStatement, pageStatement } from './statements.ts';

/** The rows of one statement, each with the version that its watermark makes. */
export interface GrownPage {
  readonly rows: RowBlock;
  readonly versions: readonly Version[];
  /** Watermark and ties of the last row; `undefined`: there is none. */
  readonly last: KeyText | undefined;
}

/** A pass along a watermark, on one connection. The order is the watermark, and behind it what breaks ties, where rows can be told apart. */
export interface Pass<Binds, Statement> extends OrderedRows<Binds> {
  readonly keyAt: KeyAt<Statement>;
  /** The condition that holds for settled rows alone; `undefined` when there is nothing new. Asked once, behind where reading stands. */
  settled(after: WatermarkPosition | undefined): Promise<Bounds<Binds>['where']>;
  fill(statement: Statement): Promise<GrownPage>;
}

/** What grew behind a watermark column, in pages; `open` refuses what cannot be read so. */
export async function* readGrown<Session, Binds, Statement>(
  sessions: Pick<SessionPool<Session, never>, 'acquire'>,
  words: PageWords<Binds, Statement>,
  request: IncrementalRequest,
  open: (session: Session) => Promise<Pass<Binds, Statement>>,
): AsyncGenerator<IncrementalBatch, void, undefined> {
  const lease = await sessions.acquire(request.signal);
  try {
    const pass = await open(lease.session);
    const ties = pass.order.slice(1).map((column) => column.name);
    let after = request.after === undefined ? undefined : words.positions.expectWatermark(request.after, request.watermark, ties);
    const settled = await pass.settled(after);
    while (settled !== undefined) {
      const bounds = { from: after === undefined ? null : [after.value, ...after.key], to: null, where: settled };
      const { rows, versions, last, ended } = await readPage(words, pass, bounds, request.batchRows);
      if (last === undefined) return;
      const [value, ...key] = last;
      after = words.positions.watermarkPosition({ column: request.watermark, columns: ties, value: value ?? '', key });
      yield { rows, versions, position: after };
      if (ended) return;
    }
  } finally {
    await lease.release();
  }
}

async function readPage<Binds, Statement>(
  words: PageWords<Binds, Statement>,
  pass: Pass<Binds, Statement>,
  bounds: Bounds<Binds>,
  count: number,
): Promise<GrownPage & { readonly ended: boolean }> {
  if (pass.unique) {
    const page = await pass.fill(pageStatement(words, pass, bounds, count));
    return { ...page, ended: page.rows.count < count };
  }
  // Rows that share a watermark must come together, where no key tells them apart.
  const to = await pass.keyAt(boundaryStatement(words, pass, bounds, count - 1));
  const page = await pass.fill(pageStatement(words, pass, { ...bounds, to: to ?? null }, undefined));
  return { ...page, ended: to === undefined };
}
