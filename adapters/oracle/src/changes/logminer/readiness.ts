import { LienThongError } from '@lienthong/core';
import type { Session } from '../../client.ts';
import type { ServerFacts } from '../../session-settings.ts';
import { quoteCollection } from '../../sql.ts';
import type { DatabaseState } from '../database.ts';
import type { FollowedTable } from '../followed-table.ts';

export const enableMinimal = 'ALTER DATABASE ADD SUPPLEMENTAL LOG DATA;';
export const enableArchiving = 'SHUTDOWN IMMEDIATE; STARTUP MOUNT; ALTER DATABASE ARCHIVELOG; ALTER DATABASE OPEN;';

/** LogMiner tells of no name that is longer. */
const longestName = 30;

/** Since this version a pluggable database mines its own changes; before, the log is read in the root alone. */
const minedInContainers = 21;

export function requireMineable({ server }: Session, tables: readonly FollowedTable[], database: DatabaseState): void {
  if (minesElsewhere(server)) throw notReady(`the log of ${server.container} is read in its root`, nameRoot);
  if (!database.archiving) throw notReady('the database does not archive its log', enableArchiving);
  if (!database.minimal) throw notReady('the database logs too little: supplemental logging is off', enableMinimal);
  for (const table of tables) {
    requireTellable(table);
    requireLogged(table, database);
  }
}

export const nameRoot = 'Set logService to the service of the root, and let user be a common user (C##…).';

/** Whether LogMiner refuses to start where this session is. */
export function minesElsewhere({ containerId, major }: ServerFacts): boolean {
  return containerId > 1 && major < minedInContainers;
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
function requireLogged({ name, selection, shape, logged }: FollowedTable, database: DatabaseState): void {
  if (database.allLogged || logged.includes('ALL COLUMN LOGGING')) return;
  const primary = shape.keys.find((key) => key.primary)?.columns ?? [];
  const isByKey = database.keysLogged || logged.includes('PRIMARY KEY LOGGING');
  if (isByKey && selection.key.every((column) => primary.includes(column))) return;
  throw notReady(`the log holds too little of ${name}`, enableTable(shape.table), [name]);
}

export function enableTable(table: { readonly schema: string; readonly name: string }): string {
  return `ALTER TABLE ${quoteCollection(table)} ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS;`;
}
