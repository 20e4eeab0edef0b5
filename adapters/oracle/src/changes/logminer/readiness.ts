import { LienThongError } from '@lienthong/core';
import type { Session } from '../../client.ts';
import { quoteCollection } from '../../sql.ts';
import type { DatabaseState } from '../database.ts';
import type { FollowedTable } from '../followed-table.ts';
import { logGroupsStatement } from './log-statements.ts';

export const enableMinimal = 'ALTER DATABASE ADD SUPPLEMENTAL LOG DATA;';
export const enableArchiving = 'SHUTDOWN IMMEDIATE; STARTUP MOUNT; ALTER DATABASE ARCHIVELOG; ALTER DATABASE OPEN;';

/** LogMiner tells of no name that is longer. */
const longestName = 30;

export async function requireMineable(
  session: Session,
  tables: readonly FollowedTable[],
  database: DatabaseState,
  signal: AbortSignal,
): Promise<void> {
  if (!database.archiving) throw notReady('the database does not archive its log', enableArchiving);
  if (!database.minimal) throw notReady('the database logs too little: supplemental logging is off', enableMinimal);
  for (const table of tables) requireTellable(table);
  await requireLogged(session, tables, database, signal);
}

function notReady(message: string, remedy: string, collections?: readonly string[]): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', { message, remedy, ...(collections === undefined ? {} : { details: { collections } }) });
}

function requireTellable({ name, shape }: FollowedTable): void {
  const details = { collections: [name] };
  if (shape.table.indexOrganized) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${name} is organized by its index: LogMiner does not tell its rows apart`,
      remedy: 'Set changes to flashback, or read by snapshot.',
      details,
    });
  }
  const long = [shape.table.name, ...shape.all.map((column) => column.name)].filter((one) => Buffer.byteLength(one) > longestName);
  if (long.length === 0) return;
  throw new LienThongError('CAPABILITY_MISSING', {
    message: `${name} has names of more than ${longestName} bytes, whose changes LogMiner does not tell: ${long.join(', ')}`,
    remedy: 'Set changes to flashback, or rename them.',
    details,
  });
}

/** A change is told by the key of its row: the log must hold it, all columns at best. */
async function requireLogged(
  session: Session,
  tables: readonly FollowedTable[],
  database: DatabaseState,
  signal: AbortSignal,
): Promise<void> {
  if (database.allLogged || tables.length === 0) return;
  const rows = await session.query(
    logGroupsStatement(tables.map(({ shape }) => ({ schema: shape.table.schema, name: shape.table.name, objectId: shape.table.objectId }))),
    signal,
  );
  for (const { name, selection, shape } of tables) {
    const groups = rows
      .filter(([schema, table]) => schema === shape.table.schema && table === shape.table.name)
      .map(([, , type]) => String(type));
    const primary = shape.keys.find((key) => key.primary)?.columns ?? [];
    const byPrimary =
      (database.keysLogged || groups.includes('PRIMARY KEY LOGGING')) && selection.key.every((column) => primary.includes(column));
    if (groups.includes('ALL COLUMN LOGGING') || byPrimary) continue;
    throw notReady(`the log holds too little of ${name}`, enableTable(shape.table), [name]);
  }
}

function enableTable(table: { readonly schema: string; readonly name: string }): string {
  return `ALTER TABLE ${quoteCollection(table)} ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS;`;
}
