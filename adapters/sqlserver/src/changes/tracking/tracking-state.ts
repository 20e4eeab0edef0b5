import { utcInstant } from '@lienthong/adapter-kit';
import { LienThongError } from '@lienthong/core';
import type { Session } from '../../client.ts';
import { loadUser } from '../../readable.ts';
import { createParameters, quoteIdentifier, type Statement } from '../../sql.ts';
import type { Head, Since } from '../way.ts';
import type { TrackedTable } from './tracked-table.ts';

export const headStatement: Statement = {
  text: 'select change_tracking_current_version(), convert(varchar(27), sysutcdatetime(), 126)',
  parameters: [],
};

/** The newest commit that Change Tracking knows. */
export async function loadHead(session: Session, signal: AbortSignal): Promise<Head> {
  const [row] = await session.query(headStatement, signal);
  if (row === undefined || row[0] === null || row[0] === undefined) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `Change Tracking is off in ${session.server.database}`,
      remedy: enableDatabase(session.server.database),
    });
  }
  return { commit: BigInt(String(row[0])), at: utcInstant(String(row[1])) };
}

export function enableDatabase(database: string): string {
  return `ALTER DATABASE ${quoteIdentifier(database)} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 7 DAYS, AUTO_CLEANUP = ON);`;
}

/** What the server keeps of one table. */
export interface TableState {
  /** When its definition was changed last. */
  readonly modified: string;
  /** The oldest version behind which all is known; `undefined`: nothing is kept, or this login may not see it. */
  readonly oldest: bigint | undefined;
}

export function statesStatement(objectIds: readonly number[]): Statement {
  const parameters = createParameters();
  const list = objectIds.map((id) => parameters.add('o', 'int', id)).join(', ');
  return {
    text: `select o.object_id, convert(varchar(23), o.modify_date, 121), change_tracking_min_valid_version(o.object_id) from sys.objects as o where o.object_id in (${list})`,
    parameters: parameters.all,
  };
}

export async function loadStates(
  session: Session,
  tables: readonly TrackedTable[],
  signal: AbortSignal,
): Promise<ReadonlyMap<TrackedTable, TableState | undefined>> {
  const rows = tables.length === 0 ? [] : await session.query(statesStatement(tables.map(({ shape }) => shape.table.objectId)), signal);
  const byId = new Map(
    rows.map(([id, modified, oldest]) => [
      Number(id),
      { modified: String(modified), oldest: oldest === null || oldest === undefined ? undefined : BigInt(String(oldest)) },
    ]),
  );
  return new Map(tables.map((table) => [table, byId.get(table.shape.table.objectId)]));
}

/** Refuses tables that are gone or not tracked, and those whose changes behind `since` are not all there any more. */
export async function requireTracked(
  session: Session,
  states: ReadonlyMap<TrackedTable, TableState | undefined>,
  since: Since,
  signal: AbortSignal,
): Promise<void> {
  const gone: string[] = [];
  const lost: string[] = [];
  for (const [table, state] of states) {
    if (state === undefined) gone.push(table.name);
    else if (state.oldest === undefined) throw untracked(table, await loadUser(session, signal));
    else if (state.oldest > since(table)) lost.push(table.name);
  }
  if (gone.length > 0) {
    throw new LienThongError('COLLECTION_MISSING', {
      message: `${gone.join(', ')} was dropped while it was followed`,
      details: { collections: gone },
    });
  }
  if (lost.length > 0) throw historyLost(lost);
}

function untracked({ name, shape }: TrackedTable, user: string): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `Change Tracking is off for ${name}, or this login may not see its changes`,
    remedy: `${enableTable(shape.from)}\n${grantChanges(shape.from, user)}`,
    details: { collections: [name] },
  });
}

export function enableTable(table: string): string {
  return `ALTER TABLE ${table} ENABLE CHANGE_TRACKING;`;
}

export function grantChanges(table: string, user: string): string {
  return `GRANT SELECT, VIEW CHANGE TRACKING ON ${table} TO ${quoteIdentifier(user)};`;
}

function historyLost(names: readonly string[]): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `the server has let go of changes of ${names.join(', ')} behind the position: the time that it keeps them passed, the table was emptied by TRUNCATE, or tracking was switched off and on`,
    remedy:
      'Start a new epoch of these datasets. ALTER DATABASE … SET CHANGE_TRACKING (CHANGE_RETENTION = 7 DAYS); keeps changes longer than the longest outage.',
    details: { collections: names },
  });
}
