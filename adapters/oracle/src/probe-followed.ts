import { formatCollection, type ProbeFinding } from '@lienthong/core';
import type { CatalogueTable } from './catalogue.ts';
import type { DatabaseState } from './changes/database.ts';
import { flashbackGrant, loadFlashbackRights } from './changes/flashback/rights.ts';
import { enableTable } from './changes/logminer/readiness.ts';
import type { Session } from './client.ts';
import { plain } from './sql.ts';

export const allLogGroupsStatement = plain(
  "select g.owner, g.table_name, g.log_group_type from all_log_groups g where g.log_group_type in ('ALL COLUMN LOGGING', 'PRIMARY KEY LOGGING')",
);

/** Tables whose changes the log holds too little of, or not all of: whoever does not follow them needs no more. */
export async function loggedFindings(
  session: Session,
  tables: readonly CatalogueTable[],
  { allLogged, keysLogged }: DatabaseState,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  if (allLogged) return [];
  const groups = await session.query(allLogGroupsStatement, signal);
  return tables.filter(keepsRows).flatMap((table): readonly ProbeFinding[] => {
    const own = groups.filter(([schema, name]) => schema === table.schema && name === table.name).map(([, , type]) => type);
    if (own.includes('ALL COLUMN LOGGING')) return [];
    const remedy = enableTable(table);
    const name = formatCollection(table);
    if (keysLogged || own.includes('PRIMARY KEY LOGGING')) {
      const message = `the log holds of ${name} the keys of its rows alone: each row that changes is read again, with the state of then`;
      return [{ level: 'info', id: 'table-logged-by-key', message, remedy }];
    }
    return [{ level: 'info', id: 'table-unlogged', message: `the log holds too little of ${name} to follow it`, remedy }];
  });
}

/** Tables whose past this login may not read. */
export async function pastFindings(
  session: Session,
  tables: readonly CatalogueTable[],
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const may = await loadFlashbackRights(session, signal);
  return tables
    .filter((table) => keepsRows(table) && !may(table))
    .map((table) => ({
      level: 'info',
      id: 'flashback-permission-missing',
      message: `this login may not read the past of ${formatCollection(table)}, and so not follow it`,
      remedy: flashbackGrant(table, session.server.user),
    }));
}

function keepsRows({ kind, temporary }: CatalogueTable): boolean {
  return kind !== 'view' && !temporary;
}
