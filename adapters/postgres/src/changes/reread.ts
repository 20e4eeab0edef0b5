import type { Change } from '@lienthong/core';
import type { RawRow, Session } from '../client.ts';
import { withSearchPath } from '../search-path.ts';
import type { Sessions } from '../sessions.ts';
import { quoteCollection, quoteIdentifier, typedLiteral } from '../sql.ts';
import { type Draft, finishChange } from './draft.ts';
import { isVisible, parseVisibility, pauseFor, visibilitySql } from './in-flight.ts';
import type { Followed } from './relation-plan.ts';

const keysPerStatement = 500;

/**
 * Completes the changes whose values the log left out. The whole row is read again, never single values: what is published
 * is always a state that the source had. It is read only where the change itself is visible; a newer state does no harm,
 * because the change that made it follows and outranks this one.
 */
export async function completeChanges(sessions: Sessions, drafts: readonly Draft[], signal: AbortSignal): Promise<readonly Change[]> {
  const needed = drafts.filter((draft) => draft.again !== undefined);
  if (needed.length === 0) return drafts.map((draft) => finishChange(draft));
  const rows = await readAgain(sessions, needed, signal);
  return drafts.flatMap((draft) => {
    if (draft.again === undefined) return [finishChange(draft)];
    const row = rows.get(draft);
    if (row !== undefined) return [finishChange(draft, row)];
    // The row is gone, and its deletion follows; but the key that it had before this change is told by nothing else.
    return draft.oldKey === undefined ? [] : [{ op: 'd' as const, ...draft.place, row: draft.oldKey, oldKey: undefined }];
  });
}

async function readAgain(sessions: Sessions, drafts: readonly Draft[], signal: AbortSignal): Promise<ReadonlyMap<Draft, RawRow>> {
  const groups = new Map<Followed, Draft[]>();
  for (const draft of drafts) {
    if (draft.again === undefined) continue;
    const group = groups.get(draft.again.followed) ?? [];
    groups.set(draft.again.followed, group);
    group.push(draft);
  }
  const rows = new Map<Draft, RawRow>();
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
  group: readonly Draft[],
  rows: Map<Draft, RawRow>,
  signal: AbortSignal,
): Promise<void> {
  const statement = rereadStatement(followed, group);
  const xids = new Set(group.map((draft) => draft.again?.xid ?? 0));
  let pauseMs = 2;
  for (;;) {
    const found = await session.query(statement, signal);
    // One statement, one snapshot: what it saw and what it can see belong together.
    const visibility = parseVisibility(found[0]?.[0] ?? '');
    if ([...xids].every((xid) => isVisible(xid, visibility))) {
      for (const [, place, present, ...values] of found) {
        const draft = group[Number(place)];
        if (draft !== undefined && present === 't') rows.set(draft, values);
      }
      return;
    }
    // In the log and not visible yet: group commit, or a synchronous standby that has not answered.
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(500, pauseMs * 2);
  }
}

function rereadStatement(followed: Followed, group: readonly Draft[]): string {
  const { selection, columns, key, relation } = followed;
  const keys = key.map((index) => columns[index]);
  const values = group.map(
    (draft, place) =>
      `(${[place, ...key.map((index) => typedLiteral(draft.row[index] ?? null, columns[index]?.castType ?? 'text'))].join(', ')})`,
  );
  const names = ['place', ...keys.map((_, index) => `k${index}`)].join(', ');
  const match = keys.map((column, index) => `t.${quoteIdentifier(column?.name ?? '')} = wanted.k${index}`).join(' and ');
  const selected = selection.columns.map((column) => `t.${quoteIdentifier(column)}`).join(', ');
  const from = relation.kind === 'r' ? `only ${quoteCollection(relation)}` : quoteCollection(relation);
  return `select ${visibilitySql}, wanted.place, t.tableoid is not null, ${selected}
from (values ${values.join(', ')}) as wanted(${names}) left join ${from} t on ${match}`;
}
