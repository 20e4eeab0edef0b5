import { type BlockRow, type Change, LienThongError, type RowBlock, type RowChange } from '@lienthong/core';
import type { Session } from '../client.ts';
import { finishRows } from '../finish-rows.ts';
import type { Sessions } from '../sessions.ts';
import { quoteCollection } from '../sql.ts';
import { createTextRowReader } from '../text-rows.ts';
import type { Again, Draft } from './draft.ts';
import type { TablePlan } from './table-plan.ts';
import { withVisible } from './visible.ts';

const keysPerStatement = 200;

/**
 * Completes the changes whose values the log left out. The whole row is read again, never single values: what is published
 * is always a state that the source had. It is read only where the change itself is visible; a newer state does no harm,
 * because the change that made it follows and outranks this one.
 */
export async function completeChanges(sessions: Sessions, drafts: readonly Draft[], signal: AbortSignal): Promise<readonly Change[]> {
  const needed = drafts.flatMap(({ again }) => again ?? []);
  if (needed.length === 0) return drafts.map(({ change }) => change);
  const rows = new Map<Again, BlockRow>();
  await sessions.use(signal, (session) =>
    withVisible(
      session,
      needed.map(({ written }) => written),
      () => unnumbered(needed),
      signal,
      async () => {
        for (const [plan, group] of byPlan(needed)) {
          for (let from = 0; from < group.length; from += keysPerStatement) {
            await readGroup(session, plan, group.slice(from, from + keysPerStatement), rows, signal);
          }
        }
      },
    ),
  );
  return drafts.flatMap(({ change, again }): readonly Change[] => {
    if (again === undefined) return [change];
    const row = rows.get(again);
    if (row !== undefined) return [{ ...again.change, row, readAgain: true }];
    return gone(again.change);
  });
}

/** The row is gone, and its deletion follows; but the key that it had before this change is told by nothing else. */
function gone(change: RowChange): readonly Change[] {
  const { oldKey } = change;
  return oldKey === undefined ? [] : [{ ...change, op: 'd', row: oldKey, oldKey: undefined }];
}

function byPlan(needed: readonly Again[]): ReadonlyMap<TablePlan, Again[]> {
  const groups = new Map<TablePlan, Again[]>();
  for (const again of needed) {
    const group = groups.get(again.plan) ?? [];
    groups.set(again.plan, group);
    group.push(again);
  }
  return groups;
}

async function readGroup(
  session: Session,
  plan: TablePlan,
  group: readonly Again[],
  rows: Map<Again, BlockRow>,
  signal: AbortSignal,
): Promise<void> {
  const { shape } = plan.followed;
  const keys = plan.keys.map(({ column }) => column ?? refuseKey(plan));
  const wanted = group.map(
    ({ key }) => `(${keys.map((column, part) => `${column.sql} = ${column.operand(key[part] ?? '')}`).join(' and ')})`,
  );
  const printed = [...shape.forms.map(({ sql }) => sql), ...keys.map((column) => column.printed)];
  const reader = createTextRowReader(printed.length);
  await session.read(
    `select ${printed.join(', ')} from ${quoteCollection(plan.followed.selection.collection)} where ${wanted.join(' or ')}`,
    reader.push,
    signal,
  );
  const found = reader.take();
  const texts = Array.from({ length: found.count }, (_, row) =>
    JSON.stringify(
      keys.map((column, part) => {
        const at = (row * printed.length + shape.forms.length + part) * 2;
        return column.text(found.bytes, found.bounds[at] ?? 0, found.bounds[at + 1] ?? 0);
      }),
    ),
  );
  const block: RowBlock = finishRows(found, shape.forms);
  const places = new Map(texts.map((text, index) => [text, index]));
  for (const again of group) {
    const index = places.get(JSON.stringify(again.key));
    if (index !== undefined) rows.set(again, { block, index });
  }
}

function refuseKey({ followed }: TablePlan): never {
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `the log left out values of ${followed.name}, and its key has a type by which a row cannot be looked up again`,
    remedy: "SET GLOBAL binlog_row_image = 'FULL'; then start a new epoch.",
    details: { collections: [followed.name] },
  });
}

function unnumbered(needed: readonly Again[]): LienThongError {
  const names = [...new Set(needed.map(({ plan }) => plan.followed.name))];
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the log left out values of ${names.join(', ')}, and without GTIDs nothing tells when the row can be read again`,
    remedy: "SET GLOBAL binlog_row_image = 'FULL'; or gtid_mode = ON; then start a new epoch.",
    details: { collections: names },
  });
}
