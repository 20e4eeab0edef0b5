import type { Session } from '../../client.ts';
import { plain, quoteCollection, quoteIdentifier } from '../../sql.ts';
import type { FollowedTable } from '../followed-table.ts';

/** Tables whose past this login may read, or all of them (ANY). Those of its own are not named. */
export const flashbackGrantsStatement = plain(
  "select p.table_schema, p.table_name from all_tab_privs p where p.privilege = 'FLASHBACK' union select 'ANY', null from session_privs s where s.privilege = 'FLASHBACK ANY TABLE'",
);

/** Says of a table whether its past may be read. */
export async function loadFlashbackRights(session: Session, signal: AbortSignal): Promise<(table: TableName) => boolean> {
  const rows = await session.query(flashbackGrantsStatement, signal);
  const any = rows.some(([, name]) => name === null);
  const granted = new Set(rows.map(([schema, name]) => JSON.stringify([schema, name])));
  return ({ schema, name }) => any || schema === session.server.user || granted.has(JSON.stringify([schema, name]));
}

export function flashbackGrant(table: TableName, user: string): string {
  return `GRANT FLASHBACK ON ${quoteCollection(table)} TO ${quoteIdentifier(user)};`;
}

export async function missingForFlashback(
  session: Session,
  tables: readonly FollowedTable[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const may = await loadFlashbackRights(session, signal);
  return tables.flatMap(({ shape }) => (may(shape.table) ? [] : [flashbackGrant(shape.table, session.server.user)]));
}

interface TableName {
  readonly schema: string;
  readonly name: string;
}
