import { planPages, readPage } from '@lienthong/adapter-kit';
import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { openWriters } from '../open-transactions.ts';
import { words } from '../page-words.ts';
import type { Sessions } from '../sessions.ts';
import { type Knowledge, loadShape } from '../shape.ts';
import { pagesOf } from '../snapshot.ts';
import { createTextRowReader } from '../text-rows.ts';
import type { Written } from './draft.ts';
import type { CascadeSign, TablePages } from './renewals.ts';
import { withVisible } from './visible.ts';

/** All rows of a followed table, from when the transaction can be seen on. */
export async function* readTable(
  sessions: Sessions,
  knowledge: Knowledge,
  { followed, written }: CascadeSign,
  batchRows: number,
  signal: AbortSignal,
): TablePages {
  // Following must never wait for the connections of ranges: each page is a short question.
  const writers = await sessions.use(signal, (session) => writersAt(session, written, followed.name, signal));
  while (writers.size > 0) {
    yield undefined;
    const open = (await sessions.use(signal, (session) => openWriters(session, signal))) ?? none;
    for (const id of writers) if (!open.has(id)) writers.delete(id);
  }
  const shape = await sessions.use(signal, (session) => loadShape(session, followed.selection, knowledge, signal));
  const columns = shape.walk.order.map(({ name }) => name);
  const plan = planPages(words, shape.walk, { range: words.positions.keysRange(columns, null, null), after: undefined, batchRows });
  const reader = createTextRowReader(shape.walk.printed.length);
  for (;;) {
    const page = await sessions.use(signal, (session) => readPage(pagesOf(session, shape, plan, signal), reader));
    const more = plan.advance(page);
    if (page.count > 0) yield page.rows;
    if (!more) return;
  }
}

const none: ReadonlySet<string> = new Set();

/**
 * Returns when the transaction can be seen; where transactions have no numbers, with all that have written and not ended, of which it
 * may be one.
 */
async function writersAt(session: Session, written: Written, name: string, signal: AbortSignal): Promise<Set<string>> {
  if (session.version.product === 'MySQL' && written.gtid.source === undefined) {
    const writers = await openWriters(session, signal);
    if (writers === undefined) throw unnumbered(name);
    return new Set(writers);
  }
  await withVisible(
    session,
    [written],
    () => unnumbered(name),
    signal,
    () => Promise.resolve(),
  );
  return new Set();
}

function unnumbered(name: string): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `a foreign key may have changed rows of ${name}, of which the log does not tell, and without GTIDs and without PROCESS nothing tells when they can be read again`,
    remedy: 'GRANT PROCESS ON *.* to this login, or set gtid_mode = ON.',
    details: { collections: [name] },
  });
}
