import type { CatalogueColumn } from './catalogue.ts';
import type { Session } from './client.ts';
import { quoteIdentifier } from './sql.ts';

const resetTimeoutMs = 5_000;

/**
 * Runs `work` so that a key of an extension's type (citext, ltree) is compared with the operators of that type: without its
 * schema in the path, `>` would be that of text and ORDER BY that of the type, and a page would step over rows.
 */
export async function withSearchPath<T>(
  session: Session,
  columns: readonly CatalogueColumn[],
  key: readonly number[],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const schemas = new Set(key.map((index) => columns[index]?.typeSchema ?? 'pg_catalog'));
  schemas.delete('pg_catalog');
  if (schemas.size === 0) return work();
  await session.query(`set search_path = ${['pg_catalog', ...[...schemas].map(quoteIdentifier)].join(', ')}`, signal);
  try {
    return await work();
  } finally {
    // Not with the caller's signal: after an abort between two statements the connection goes back to the others.
    if (!session.broken) await session.query('set search_path = pg_catalog', AbortSignal.timeout(resetTimeoutMs));
  }
}
