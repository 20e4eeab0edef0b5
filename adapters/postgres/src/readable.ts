import { formatCollection, LienThongError } from '@lienthong/core';
import type { CatalogueRelation } from './catalogue.ts';
import type { Session } from './client.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

/** Refuses with the exact grant when this login may not read the columns. */
export async function requireReadable(
  session: Session,
  relation: CatalogueRelation,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const [row] = await session.query(
    `select has_schema_privilege(n.oid, 'usage') and (has_table_privilege(c.oid, 'select') or not exists (
       select from pg_attribute a where a.attrelid = c.oid and a.attname = any ($2::text[]) and not has_column_privilege(c.oid, a.attnum, 'select'))),
       current_user
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = $1`,
    signal,
    [relation.oid, columns],
  );
  if (row?.[0] !== 'f') return;
  throw new LienThongError('SOURCE_PERMISSION_MISSING', {
    message: `this login may not read ${formatCollection(relation)}`,
    remedy: readGrant(relation, row[1] ?? ''),
    details: { collections: [formatCollection(relation)] },
  });
}

export function readGrant(relation: { readonly schema: string; readonly name: string }, user: string): string {
  const to = quoteIdentifier(user);
  return `GRANT USAGE ON SCHEMA ${quoteIdentifier(relation.schema)} TO ${to}; GRANT SELECT ON TABLE ${quoteCollection(relation)} TO ${to};`;
}
