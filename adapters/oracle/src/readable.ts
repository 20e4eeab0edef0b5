import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import type { CatalogueColumn, CatalogueTable } from './catalogue.ts';
import type { Session } from './client.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

/** Refuses, with the exact grant, what is not there or may not be read: the server shows both alike. */
export function requireReadable(
  session: Session,
  selection: Selection,
  table: CatalogueTable | undefined,
  readable: readonly CatalogueColumn[],
): CatalogueTable {
  const missing = [...selection.columns, ...selection.key].filter((name) => !readable.some((column) => column.name === name));
  const unselected = selection.key.find((name) => !selection.columns.includes(name));
  if (unselected !== undefined) {
    throw new LienThongError('MAPPING_INVALID', { message: `key column ${unselected} is not among the selected columns` });
  }
  if (table !== undefined && missing.length === 0) return table;
  const name = formatCollection(selection.collection);
  const { user } = session.server;
  const remedy = `Check the names; if they are right: GRANT SELECT ON ${quoteCollection(selection.collection)} TO ${quoteIdentifier(user)};`;
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
