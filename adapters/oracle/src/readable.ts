import { requireReadable as requireAllReadable } from '@lienthong/adapter-kit';
import type { Selection } from '@lienthong/core';
import type { CatalogueColumn, CatalogueTable } from './catalogue.ts';
import type { Session } from './client.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

/** Refuses, with the exact grant, what is not there or may not be read: the server shows both alike. */
export function requireReadable(
  session: Session,
  selection: Selection,
  table: CatalogueTable | undefined,
  readable: readonly CatalogueColumn[],
): Promise<CatalogueTable> {
  return requireAllReadable(selection, table, readable, {
    quoteIdentifier,
    grant: (collection) => `GRANT SELECT ON ${quoteCollection(collection)} TO ${quoteIdentifier(session.server.user)};`,
  });
}
