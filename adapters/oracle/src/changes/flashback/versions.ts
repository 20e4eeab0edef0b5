import { LienThongError } from '@lienthong/core';
import type { Row, Session } from '../../client.ts';
import { codeOf } from '../../errors.ts';
import { type FollowedTable, tableLost } from '../followed-table.ts';
import { keyText } from '../rows-of.ts';
import { goneCodes, undoGone } from './gone.ts';
import { type VersionsWindow, versionHead, versionsStatement } from './versions-statement.ts';

/** A row became this in a commit. */
export interface RowVersion {
  readonly table: FollowedTable;
  readonly scn: bigint;
  readonly xid: string;
  readonly op: 'c' | 'u' | 'd';
  readonly row: Row;
  /** With only the key filled, when an update changed it. */
  readonly old: Row | undefined;
}

interface Draft {
  readonly from: bigint | undefined;
  readonly to: bigint | undefined;
  readonly operation: string;
  readonly xid: string;
  readonly rowId: string;
  readonly row: Row;
}

/** The versions of one table that began within a window. */
export async function readVersions(
  session: Session,
  table: FollowedTable,
  window: VersionsWindow,
  cap: number,
  signal: AbortSignal,
): Promise<readonly RowVersion[]> {
  const drafts: Draft[] = [];
  try {
    for await (const rows of session.stream(versionsStatement(table.shape, window), signal)) drafts.push(...rows.map(draftOf));
  } catch (error) {
    if (goneCodes.has(codeOf(error))) throw tableLost([table.name], undoGone);
    throw error;
  }
  requireBelowCap(drafts, window.since, cap, table.name);
  const before = new Map(drafts.flatMap((draft) => (draft.to === undefined ? [] : [[`${draft.rowId}/${draft.to}`, draft] as const])));
  return drafts.flatMap((draft): readonly RowVersion[] => {
    const { from, operation, rowId, xid, row } = draft;
    if (from === undefined || from <= window.since) return [];
    if (operation === 'D') return [{ table, scn: from, xid, op: 'd', row: keyOnly(table, row), old: undefined }];
    const old = operation === 'U' ? before.get(`${rowId}/${from}`)?.row : undefined;
    const isOther = old !== undefined && keyText(table, old) !== keyText(table, row);
    return [{ table, scn: from, xid, op: operation === 'I' ? 'c' : 'u', row, old: isOther ? keyOnly(table, old) : undefined }];
  });
}

function draftOf(row: Row): Draft {
  const [from, to, operation, xid, rowId] = row;
  const scn = (value: Row[number] | undefined) => (value === null || value === undefined ? undefined : BigInt(String(value)));
  return {
    from: scn(from),
    to: scn(to),
    operation: String(operation ?? ''),
    xid: String(xid ?? ''),
    rowId: String(rowId),
    row: row.slice(versionHead),
  };
}

function keyOnly({ keyPlaces }: FollowedTable, row: Row): Row {
  return row.map((value, place) => (keyPlaces.includes(place) ? value : null));
}

function requireBelowCap(drafts: readonly Draft[], since: bigint, cap: number, name: string): void {
  const counts = new Map<string, number>();
  for (const { from, xid } of drafts) {
    if (from === undefined || from <= since) continue;
    const count = (counts.get(xid) ?? 0) + 1;
    counts.set(xid, count);
    if (count <= cap) continue;
    throw new LienThongError('TRANSACTION_TOO_LARGE', {
      message: `transaction ${xid} has more than ${cap} changes of ${name}`,
      remedy: `Raise maxTransactionChanges above ${cap}.`,
      details: { transaction: xid, changes: cap + 1, cap },
    });
  }
}
