import { type BlockRow, changeVersion, fixedHex, type RowChange } from '@lienthong/core';
import type { Row, Value } from '../../client.ts';
import type { Sessions } from '../../sessions.ts';
import type { FollowedTable } from '../followed-table.ts';
import { createBlocks, keyText, readRows } from '../rows-of.ts';
import { columnValue, notLogged } from './column-text.ts';
import { parseLocator } from './redo/large-object.ts';
import { parseRedo, type Values } from './redo/statement.ts';
import { unreadable } from './redo/tokens.ts';
import type { LoggedChange } from './transactions.ts';

export interface CommitPlace {
  readonly scn: bigint;
  readonly xid: string;
  readonly at: string;
}

interface Draft {
  readonly table: FollowedTable;
  readonly op: 'c' | 'u' | 'd';
  readonly ordinal: number;
  /** By the places of the selection; undefined is not in the log. */
  readonly row: readonly (Value | undefined)[];
  readonly old: Row | undefined;
  /** To be read at the source. */
  readonly again: boolean;
}

/** Part of a committed transaction as changes; rows that the log does not have whole are read again, and left out where they are gone. */
export async function changesOf(
  logged: readonly LoggedChange[],
  firstOrdinal: number,
  tables: readonly FollowedTable[],
  commit: CommitPlace,
  sessions: Sessions,
  signal: AbortSignal,
): Promise<readonly RowChange[]> {
  const drafts = logged.map((change, index) => draftOf(change, tables, firstOrdinal + index));
  const found = await readAgain(drafts, sessions, signal);
  const blocks = createBlocks();
  const made: { -readonly [K in keyof RowChange]: RowChange[K] }[] = [];
  for (const draft of drafts) {
    const { table, op, ordinal } = draft;
    const row = draft.again ? found.get(table)?.get(keyText(table, draft.row as Row)) : (draft.row.map((value) => value ?? null) as Row);
    if (row === undefined) continue;
    const change = {
      ...{ op, collection: table.selection.collection, version: changeVersion(`${fixedHex(commit.scn)}${commit.xid}`, ordinal) },
      ...{ at: commit.at, tx: commit.xid, row: [] as RowChange['row'], oldKey: undefined as RowChange['oldKey'] },
      ...(draft.again ? { readAgain: true as const } : {}),
    };
    blocks.add(table, row, (place: BlockRow) => {
      change.row = place;
    });
    if (draft.old !== undefined)
      blocks.add(table, draft.old, (place) => {
        change.oldKey = place;
      });
    made.push(change);
  }
  blocks.finish();
  return made;
}

async function readAgain(
  drafts: readonly Draft[],
  sessions: Sessions,
  signal: AbortSignal,
): Promise<ReadonlyMap<FollowedTable, ReadonlyMap<string, Row>>> {
  const wanted = new Map<FollowedTable, string[]>();
  for (const { again, table, row } of drafts) {
    if (!again) continue;
    const keys = wanted.get(table) ?? [];
    wanted.set(table, keys);
    keys.push(keyText(table, row as Row)); // its key is there: `draftOf` has seen to it
  }
  const found = new Map<FollowedTable, ReadonlyMap<string, Row>>();
  for (const [table, keys] of wanted) found.set(table, await sessions.use(signal, (session) => readRows(session, table, keys, signal)));
  return found;
}

function draftOf(change: LoggedChange, tables: readonly FollowedTable[], ordinal: number): Draft {
  const table = tables[change.table];
  if (table === undefined) throw unreadable('a table that is not followed', 0);
  if (change.operation === 'large') {
    const where = change.sql.trimStart().startsWith('update') ? parseRedo(change.sql).where : parseLocator(change.sql).where;
    return { table, op: 'u', ordinal, row: keyOnly(table, valuesOf(table, where)), old: undefined, again: true };
  }
  const statement = parseRedo(change.sql);
  const before = valuesOf(table, statement.where);
  if (statement.operation === 'delete') return { table, op: 'd', ordinal, row: keyOnly(table, before), old: undefined, again: false };
  const after = valuesOf(table, statement.set, before);
  const row = requireKey(table, after);
  const op = statement.operation === 'insert' ? 'c' : 'u';
  const old = op === 'u' && isOtherKey(table, before, after) ? (keyOnly(table, before) as Row) : undefined;
  return {
    table,
    op,
    ordinal,
    row,
    old,
    again: table.shape.forms.some(({ large, stored }, place) => large || stored || row[place] === undefined),
  };
}

/** By the places of the selection; what is not in the statement comes from `fallback`. */
function valuesOf({ shape }: FollowedTable, values: Values, fallback: readonly (Value | undefined)[] = []): readonly (Value | undefined)[] {
  return shape.columns.map((column, place) => {
    const value = values.get(column.name);
    if (value === undefined) return fallback[place];
    const read = columnValue(column, value);
    return read === notLogged ? undefined : read;
  });
}

function requireKey({ keyPlaces }: FollowedTable, row: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  if (keyPlaces.some((place) => row[place] === undefined)) throw unreadable('a change without the key of its row', 0);
  return row;
}

/** Only the places of the key are filled. */
function keyOnly(table: FollowedTable, row: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  requireKey(table, row);
  return row.map((value, place) => (table.keyPlaces.includes(place) ? (value ?? null) : null));
}

function isOtherKey(table: FollowedTable, before: readonly (Value | undefined)[], after: readonly (Value | undefined)[]): boolean {
  if (table.keyPlaces.some((place) => before[place] === undefined)) return false;
  return keyText(table, before as Row) !== keyText(table, after as Row); // their keys are there
}
