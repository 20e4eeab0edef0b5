import { type BlockRow, type ChangeBatch, changeVersion, fixedHex, pauseFor, type RowChange } from '@lienthong/core';
import { loadDatabase } from '../database.ts';
import { type ChangePosition, sinceOf } from '../position.ts';
import { createBlocks } from '../rows-of.ts';
import type { FollowInput } from '../way.ts';
import { type RowVersion, readVersions } from './versions.ts';

const shortestPauseMs = 50;
const longestPauseMs = 1_000;

/** Looks again and again at the versions since the last look, ever less often while nothing happens. */
export async function* followVersions(input: FollowInput): AsyncGenerator<ChangeBatch, void, undefined> {
  const { log, request, tables } = input;
  const { heartbeatMs, signal } = request;
  let position = input.position;
  let pauseMs = shortestPauseMs;
  let told = Date.now();
  for (;;) {
    const { scn, at } = await loadDatabase(log, signal);
    const found: RowVersion[] = [];
    if (scn > BigInt(position.reached)) {
      const before = position;
      for (const table of tables) {
        const window = { since: sinceOf(before, table.name), to: scn };
        if (window.since < window.to) found.push(...(await readVersions(log, table, window, request.maxTransactionChanges, signal)));
      }
      position = { ...before, reached: String(scn), restart: String(scn) };
      yield* batchesOf(putInOrder(found), before, position, request.batchChanges, at);
    }
    if (found.length > 0) {
      told = Date.now();
      pauseMs = shortestPauseMs;
    } else if (Date.now() - told >= heartbeatMs) {
      yield { changes: [], position, at };
      told = Date.now();
    }
    await pauseFor(Math.min(pauseMs, Math.max(1, told + heartbeatMs - Date.now())), signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

/** By commit; within one what was deleted first, so that a key may come again. */
function putInOrder(versions: readonly RowVersion[]): readonly RowVersion[] {
  const rank = ({ op }: RowVersion) => (op === 'd' ? 0 : 1);
  return [...versions].sort((one, other) => {
    if (one.scn !== other.scn) return one.scn < other.scn ? -1 : 1;
    if (one.xid !== other.xid) return one.xid < other.xid ? -1 : 1;
    return rank(one) - rank(other);
  });
}

/** Batches of no more changes than were asked for; within a commit the position stays before it. */
function* batchesOf(
  versions: readonly RowVersion[],
  before: ChangePosition,
  behind: ChangePosition,
  batchChanges: number,
  at: string,
): Generator<ChangeBatch, void, undefined> {
  let ordinal = 0;
  let complete = before;
  let part: { readonly version: RowVersion; readonly ordinal: number }[] = [];
  for (const [index, version] of versions.entries()) {
    const next = versions[index + 1];
    part.push({ version, ordinal });
    ordinal = next?.scn === version.scn && next.xid === version.xid ? ordinal + 1 : 0;
    if (next !== undefined && next.scn !== version.scn)
      complete = { ...before, reached: String(version.scn), restart: String(version.scn) };
    if (next !== undefined && part.length < batchChanges) continue;
    yield { changes: changesOf(part), position: next === undefined ? behind : complete, at };
    part = [];
  }
}

function changesOf(part: readonly { readonly version: RowVersion; readonly ordinal: number }[]): readonly RowChange[] {
  const blocks = createBlocks();
  const made = part.map(({ version: { table, scn, xid, op, row, old }, ordinal }) => {
    const change: { -readonly [K in keyof RowChange]: RowChange[K] } = {
      ...{ op, collection: table.selection.collection, version: changeVersion(`${fixedHex(scn)}${xid}`, ordinal) },
      ...{ at: undefined, tx: xid, row: [], oldKey: undefined },
    };
    blocks.add(table, row, (place: BlockRow) => {
      change.row = place;
    });
    if (old !== undefined)
      blocks.add(table, old, (place) => {
        change.oldKey = place;
      });
    return change;
  });
  blocks.finish();
  return made;
}
