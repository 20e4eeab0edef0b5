import { type Change, pauseFor, type RowValues } from '@lienthong/core';
import type { Session } from '../client.ts';
import { keyText } from '../key-text.ts';
import { withSearchPath } from '../search-path.ts';
import type { Sessions } from '../sessions.ts';
import { quoteCollection, quoteIdentifier, typedLiteral } from '../sql.ts';
import type { Again, Draft } from './draft.ts';
import { isVisible, parseVisibility, visibilitySql } from './in-flight.ts';
import type { Followed } from './relation-plan.ts';

const keysPerStatement = 500;

/**
 * Completes the changes whose values the log left out. The whole row is read again, never single values: what is published
 * is always a state that the source had. It is read only where the change itself is visible; a newer state does no harm,
 * because the change that made it follows and outranks this one.
 */
export async function completeChanges(sessions: Sessions, drafts: readonly Draft[], signal: AbortSignal): Promise<readonly Change[]> {
  const needed = drafts.flatMap(({ again }) => again ?? []);
  if (needed.length === 0) return drafts.map(({ change }) => change);
  const rows = await readAgain(sessions, needed, signal);
  return drafts.flatMap(({ change, again }): readonly Change[] => {
    if (again === undefined) return [change];
    const row = rows.get(again);
    if (row !== undefined) return [{ ...again.change, row, readAgain: true }];
    // The row is gone, and its deletion follows; but the key that it had before this change is told by nothing else.
    const { oldKey } = again.change;
    return oldKey === undefined ? [] : [{ ...again.change, op: 'd', row: oldKey, oldKey: undefined }];
  });
}

async function readAgain(sessions: Sessions, needed: readonly Again[], signal: AbortSignal): Promise<ReadonlyMap<Again, RowValues>> {
  const groups = new Map<Followed, Again[]>();
  for (const again of needed) {
    const group = groups.get(again.followed) ?? [];
    groups.set(again.followed, group);
    group.push(again);
  }
  const rows = new Map<Again, RowValues>();
  await sessions.use(signal, async (session) => {
    for (const [followed, group] of groups) {
      await withSearchPath(session, followed.columns, followed.key, signal, async () => {
        for (let from = 0; from < group.length; from += keysPerStatement) {
          await readGroup(session, followed, group.slice(from, from + keysPerStatement), rows, signal);
        }
      });
    }
  });
  return rows;
}

async function readGroup(
  session: Session,
  followed: Followed,
  group: readonly Again[],
  rows: Map<Again, RowValues>,
  signal: AbortSignal,
): Promise<void> {
  const statement = rereadStatement(followed, group);
  const xids = new Set(group.map(({ xid }) => xid));
  let pauseMs = 2;
  for (;;) {
    const found = await session.query(statement, signal);
    // One statement, one snapshot: what it saw and what it can see belong together.
    const visibility = parseVisibility(found[0]?.[0] ?? '');
    if ([...xids].every((xid) => isVisible(xid, visibility))) {
      for (const [, place, present, ...values] of found) {
        const again = group[Number(place)];
        if (again !== undefined && present === 't') rows.set(again, values);
      }
      return;
    }
    // In the log and not visible yet: group commit, or a synchronous standby that has not answered.
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(500, pauseMs * 2);
  }
}

function rereadStatement(followed: Followed, group: readonly Again[]): string {
  const { selection, columns, key, relation } = followed;
  const keys = key.map((index) => columns[index]);
  const values = group.map(
    ({ row }, place) =>
      `(${[place, ...key.map((index) => typedLiteral(keyText(row.block, row.index, index), columns[index]?.castType ?? 'text'))].join(', ')})`,
  );
  const names = ['place', ...keys.map((_, index) => `k${index}`)].join(', ');
  const match = keys.map((column, index) => `t.${quoteIdentifier(column?.name ?? '')} = wanted.k${index}`).join(' and ');
  const selected = selection.columns.map((column) => `t.${quoteIdentifier(column)}`).join(', ');
  const from = relation.kind === 'r' ? `only ${quoteCollection(relation)}` : quoteCollection(relation);
  return `select ${visibilitySql}, wanted.place, t.tableoid is not null, ${selected}
from (values ${values.join(', ')}) as wanted(${names}) left join ${from} t on ${match}`;
}
