import { requireReadable as requireAllReadable } from '@lienthong/adapter-kit';
import type { CollectionName, Selection } from '@lienthong/core';
import type { CatalogueColumn, CatalogueTable } from './catalogue.ts';
import type { Session } from './client.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

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
    grant: async (collection) => {
      const [row] = await session.query('select current_user()', signal);
      return readGrant(collection, row?.[0] ?? '');
    },
  });
}

function readGrant(collection: CollectionName, account: string): string {
  return `GRANT SELECT ON ${quoteCollection(collection)} TO ${quoteAccount(account)};`;
}

/** Shows what a table is made of, and none of its rows. */
export function definitionGrant(collection: CollectionName, account: string): string {
  return `GRANT REFERENCES ON ${quoteCollection(collection)} TO ${quoteAccount(account)};`;
}

/** `'lienthong'@'10.1.%'` of what CURRENT_USER() prints. */
export function quoteAccount(account: string): string {
  const at = account.lastIndexOf('@');
  const part = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return at < 0 ? part(account) : `${part(account.slice(0, at))}@${part(account.slice(at + 1))}`;
}
