import { LienThongError } from '@lienthong/core';
import type { OracleOptions } from '../../options.ts';
import type { Sessions } from '../../sessions.ts';
import { type FollowedTable, loadTable, requireSameTypes, tableLost } from '../followed-table.ts';
import { type LogRow, operations } from './contents.ts';
import type { MinedTable } from './log-statements.ts';
import { unreadable } from './redo/tokens.ts';
import type { LoggedChange } from './transactions.ts';

/** The tables that are followed, as their definitions change. */
export interface TableWatch {
  readonly tables: readonly FollowedTable[];
  readonly minedTables: readonly MinedTable[];
  /** Among `tables`. */
  placeOf(row: LogRow): number;
  /** What a line says of a row of ours; undefined for pieces that the line before them has announced. */
  changeOf(table: number, row: LogRow): LoggedChange | undefined;
  /** Refuses a definition that what was published does not fit any more. */
  altered(table: number, row: LogRow, signal: AbortSignal): Promise<void>;
}

/** `STATUS` of a line whose table the catalogue does not know as it was then. */
const unknownDefinition = 2;

const names: Readonly<Record<number, LoggedChange['operation']>> = {
  [operations.insert]: 'insert',
  [operations.update]: 'update',
  [operations.delete]: 'delete',
  [operations.locator]: 'large',
  [operations.xmlBegin]: 'large',
};

export function createTableWatch(first: readonly FollowedTable[], sessions: Sessions, { columns }: OracleOptions): TableWatch {
  const tables = [...first];
  const minedTables = first.map(({ shape }) => ({ schema: shape.table.schema, name: shape.table.name, objectId: shape.table.objectId }));
  const nameOf = (place: number) => tables[place]?.name ?? '';
  return {
    tables,
    minedTables,
    placeOf: ({ schema, table }) => {
      const place = minedTables.findIndex((mined) => mined.schema === schema && mined.name === table);
      if (place >= 0) return place;
      // A line of one of our objects that the catalogue cannot name: `OBJ# 73001`.
      const unnamed = minedTables.findIndex(({ objectId }) => table.endsWith(` ${objectId}`));
      if (unnamed >= 0) return unnamed;
      return minedTables.length === 1 ? 0 : -1;
    },
    changeOf: (place, row) => {
      const { operation, rowId, sql, scn, status } = row;
      if (operation === operations.gap) throw gap();
      const details = { collections: [nameOf(place)] };
      if (operation === operations.unsupported) {
        throw new LienThongError('CAPABILITY_MISSING', {
          message: `LogMiner does not tell a change of ${nameOf(place)}`,
          remedy: 'Set changes to flashback, or read by snapshot.',
          details,
        });
      }
      const known = names[operation];
      if (known === undefined) return undefined;
      if (status === unknownDefinition) {
        throw new LienThongError('SCHEMA_CHANGED', {
          message: `${nameOf(place)} was altered before its changes from before were read: the log does not tell them any more`,
          remedy: 'Start a new epoch of the dataset.',
          details,
        });
      }
      if (place < 0) throw unreadable('a table that is not followed', 0);
      return { table: place, operation: known, rowId, sql, scn: String(scn) };
    },
    altered: async (place, { sql }, signal) => {
      const table = tables[place];
      if (table === undefined) return;
      const vanished = rowsVanished(sql);
      if (vanished !== undefined) throw tableLost([table.name], vanished);
      const now = await sessions.use(signal, (session) => loadTable(session, table.selection, columns, signal));
      if (now.shape.table.objectId !== table.shape.table.objectId) throw tableLost([table.name], 'was dropped and made again');
      requireSameTypes(table.name, table.shape, now.shape);
      tables[place] = now;
    },
  };
}

/** What takes rows away without a word of them, by the statement that was given. */
function rowsVanished(sql: string): string | undefined {
  const plain = sql.replaceAll(/--[^\n]*|\/\*[^]*?\*\//g, ' ').trim();
  if (/^truncate\b/i.test(plain)) return 'was emptied by TRUNCATE, which tells no row';
  if (/^drop\s+table\b/i.test(plain)) return 'was dropped';
  if (/^alter\s+table\b[^]*?\b(?:truncate|drop|exchange)\s+(?:sub)?partitions?\b/i.test(plain))
    return 'lost the rows of a partition at once, which tells none of them';
  return undefined;
}

function gap(): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', { message: 'the log has a gap', remedy: 'Start a new epoch.' });
}
