import { requireReadable as requireAllReadable } from '@lienthong/adapter-kit';
import type { Selection } from '@lienthong/core';
import type { CatalogueColumn, CatalogueTable } from './catalogue.ts';
import type { Session } from './client.ts';
import { quoteCollection, quoteIdentifier, type Statement } from './sql.ts';

/** Refuses, with the exact grant, what is not there or may not be read: the server shows both alike. */
export function requireReadable(
  session: Session,
  selection: Selection,
  table: CatalogueTable | undefined,
  readable: readonly CatalogueColumn[],
  signal: AbortSignal,
): Promise<CatalogueTable> {
  return requireAllReadable(selection, table, readable, {
    quoteIdentifier,
    grant: async (collection) => `GRANT SELECT ON ${quoteCollection(collection)} TO ${quoteIdentifier(await loadUser(session, signal))};`,
  });
}

export const userStatement: Statement = { text: 'select user_name()', parameters: [] };

/** As whom the login acts in the database: whom grants are given to. */
export async function loadUser(session: Session, signal: AbortSignal): Promise<string> {
  const [row] = await session.query(userStatement, signal);
  return String(row?.[0] ?? '');
}
