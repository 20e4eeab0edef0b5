import { type CollectionName, formatCollection, LienThongError, type Selection } from '@lienthong/core';
import type { CatalogueColumn, CatalogueTable } from './catalogue.ts';
import type { Session } from './client.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

/** Refuses, with the exact grant, what is not there or may not be read: the server shows both alike. */
export async function requireReadable(
  session: Session,
  selection: Selection,
  table: CatalogueTable | undefined,
  readable: readonly CatalogueColumn[],
  signal: AbortSignal,
): Promise<void> {
  const missing = [...selection.columns, ...selection.key].filter((name) => !readable.some((column) => column.name === name));
  const unselected = selection.key.find((name) => !selection.columns.includes(name));
  if (unselected !== undefined) {
    throw new LienThongError('MAPPING_INVALID', { message: `key column ${unselected} is not among the selected columns` });
  }
  if (table !== undefined && missing.length === 0) return;
  const name = formatCollection(selection.collection);
  const [row] = await session.query('select current_user()', signal);
  const remedy = `Check the names; if they are right: ${readGrant(selection.collection, row?.[0] ?? '')}`;
  const details = { collections: [name] };
  if (table === undefined) {
    throw new LienThongError('COLLECTION_MISSING', { message: `${name} does not exist, or this login may not see it`, remedy, details });
  }
  if (readable.length === 0) {
    throw new LienThongError('SOURCE_PERMISSION_MISSING', { message: `this login may not read ${name}`, remedy, details });
  }
  throw new LienThongError('SCHEMA_CHANGED', {
    message: `${name} has no column ${[...new Set(missing)].map(quoteIdentifier).join(', ')} that this login may read`,
    ...{ remedy, details },
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
