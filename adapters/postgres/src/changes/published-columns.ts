import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { queryPublishedTables } from '../published-tables.ts';
import { quoteIdentifier } from '../sql.ts';
import type { Followed } from './relation-plan.ts';

// In one statement: a column that was renamed a moment ago is left out by nobody. Computed columns are read again where the log has them not.
const leftOutSql = `
select c.oid, array_to_json(array(
  select a.attname from pg_attribute a
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> all (p.attnames)))
from pg_publication_tables p join pg_namespace n on n.nspname = p.schemaname join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
where p.pubname = $1`;

/** Refuses a publication whose list of columns (PostgreSQL 15 and later) leaves out what is mapped: the log would not tell it. */
export async function requirePublishedColumns(
  session: Session,
  publication: string,
  followed: readonly Followed[],
  signal: AbortSignal,
): Promise<void> {
  if (session.version < 15) return;
  const rows = await queryPublishedTables(session, leftOutSql, signal, publication);
  const lacking = followed.flatMap(({ relation, columns, name }) => {
    const leftOut = rows.find(([oid]) => Number(oid) === relation.oid)?.[1] ?? '[]';
    const names = JSON.parse(leftOut) as readonly string[]; // array_to_json of names
    const missing = columns.filter((column) => names.includes(column.name));
    return missing.length === 0 ? [] : [{ name, columns: missing.map((column) => column.name).join(', ') }];
  });
  if (lacking.length === 0) return;
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `the publication ${publication} leaves out ${lacking.map(({ name, columns }) => `${columns} of ${name}`).join('; ')}`,
    remedy: `ALTER PUBLICATION ${quoteIdentifier(publication)} SET TABLE …; with the tables that it has, without lists of columns, then start a new epoch for them.`,
    details: { collections: lacking.map(({ name }) => name) },
  });
}
