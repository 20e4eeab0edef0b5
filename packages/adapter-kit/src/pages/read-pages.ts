import type { Position, RowBatch, RowBlock } from '@lienthong/core';
import type { KeyText } from '../keys/key-positions.ts';
import type { SessionPool } from '../session-pool.ts';
import type { KeyAt, Page, Plan } from './page-plan.ts';

/** The rows of one statement. */
export interface FilledPage {
  readonly rows: RowBlock;
  readonly bytes: number;
  /** The walked key of the last row; `undefined`: there is none. */
  readonly last: KeyText | undefined;
}

/** Pages of one range, on one connection. */
export interface Pages<Statement, Memory> {
  readonly plan: Plan<Statement>;
  readonly keyAt: KeyAt<Statement>;
  createMemory(): Memory;
  /** Reads one statement; its rows lie in the memory until it is filled again. */
  fill(memory: Memory, statement: Statement): Promise<FilledPage>;
}

export interface ReadPage extends Page {
  readonly rows: RowBlock;
  readonly position: Position;
}

/**
 * Short statements, each ended before its rows are handed on; no view of old rows and no lock outlives a statement. `open` gets the
 * signal to read by: it also fires when the consumer leaves.
 */
export async function* readPages<Session, Statement, Memory>(
  sessions: Pick<SessionPool<Session, never>, 'acquire'>,
  asked: AbortSignal,
  open: (session: Session, signal: AbortSignal) => Promise<Pages<Statement, Memory>>,
): AsyncGenerator<RowBatch, void, undefined> {
  // Leaving early (break, return, an error of the consumer) ends the statement that reads ahead.
  const leave = new AbortController();
  const signal = AbortSignal.any([asked, leave.signal]);
  const lease = await sessions.acquire(signal);
  try {
    const pages = await open(lease.session, signal);
    // While one page is looked at, the next one fills the memory of the other.
    let [filling, shown] = [pages.createMemory(), pages.createMemory()];
    let ahead: Promise<ReadPage> | undefined = readPage(pages, filling);
    while (ahead !== undefined) {
      const page: ReadPage = await ahead;
      const more = pages.plan.advance(page);
      [filling, shown] = [shown, filling];
      ahead = more ? readPage(pages, filling) : undefined;
      // Whoever stops listening must not be told as an unhandled rejection.
      ahead?.catch(() => undefined);
      if (page.count > 0) yield { rows: page.rows, position: page.position };
    }
  } finally {
    leave.abort(new Error('the reader left'));
    await lease.release();
  }
}

/** Reads the next page of the plan into the memory. */
export async function readPage<Statement, Memory>(
  { plan, keyAt, fill }: Omit<Pages<Statement, Memory>, 'createMemory'>,
  memory: Memory,
): Promise<ReadPage> {
  const statement = await plan.statement(keyAt);
  const { rows, bytes, last } = await fill(memory, statement);
  const page = { count: rows.count, bytes, last };
  return { ...page, rows, position: plan.positionAfter(page) };
}
