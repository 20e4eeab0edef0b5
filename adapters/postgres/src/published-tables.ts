import type { RawRow, Session } from './client.ts';
import { codeOf } from './errors.ts';

const attempts = 5;
const internalError = 'XX000';

/**
 * A statement over `pg_publication_tables`, asked again where a table of the publication was dropped while the server looked: the
 * function behind that view opens each of them, from PostgreSQL 16 on, and fails with an internal error on one that is gone. Outside of
 * a transaction.
 */
export async function queryPublishedTables(
  session: Session,
  text: string,
  signal: AbortSignal,
  publication: string,
): Promise<readonly RawRow[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await session.query(text, signal, [publication]);
    } catch (error) {
      if (codeOf(error) !== internalError || attempt === attempts) throw error;
    }
  }
}
