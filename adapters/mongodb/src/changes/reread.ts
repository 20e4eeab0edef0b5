import type { RowChange } from '@lienthong/core';
import { decodeValue, idOf } from '../bson/documents.ts';
import { readConcernAfter } from '../causal.ts';
import { type Client, cursorReply } from '../client.ts';
import { changeOf, type Draft } from './draft.ts';
import type { FollowedRows } from './followed-rows.ts';
import { timestampOf } from './position.ts';

const idsPerStatement = 500;

/**
 * Completes the changes whose documents the events left out. What is read is the whole document as it is now, visible together with
 * the change itself; a newer state does no harm, because the change that made it follows and outranks this one. Of several such
 * changes of one document the last one tells it.
 */
export async function completeDrafts(
  client: Client,
  drafts: readonly Draft[],
  time: string,
  signal: AbortSignal,
): Promise<readonly RowChange[]> {
  const rows = await readAgain(client, drafts, time, signal);
  const blocks = new Map([...new Set(drafts.map((draft) => draft.rows))].map((own) => [own, own.block()]));
  const last = new Map(drafts.filter(({ again }) => again !== undefined).map((draft) => [keyOf(draft), draft]));
  return drafts.flatMap((draft): readonly RowChange[] => {
    const block = blocks.get(draft.rows) ?? draft.rows.block();
    if (draft.again === undefined) return draft.row === undefined ? [] : [changeOf(draft, block, { block, index: draft.row }, false)];
    const index = rows.get(keyOf(draft));
    if (index === undefined) return gone(draft, block);
    return last.get(keyOf(draft)) === draft || draft.oldKey !== undefined ? [changeOf(draft, block, { block, index }, true)] : [];
  });
}

/** The document is gone, and its deletion follows; but the key that it had before this change is told by nothing else. */
function gone(draft: Draft, block: ReturnType<FollowedRows['block']>): readonly RowChange[] {
  const { oldKey } = draft;
  return oldKey === undefined ? [] : [changeOf({ ...draft, op: 'd', oldKey: undefined }, block, { block, index: oldKey }, false)];
}

const keyOf = ({ rows, again }: Draft): string => `${rows.followed.name}\0${again}`;

async function readAgain(
  client: Client,
  drafts: readonly Draft[],
  time: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const wanted = new Map<FollowedRows, Set<string>>();
  for (const { rows, again } of drafts) {
    if (again === undefined) continue;
    const ids = wanted.get(rows) ?? new Set();
    wanted.set(rows, ids.add(again));
  }
  for (const [rows, ids] of wanted) {
    const all = [...ids];
    for (let from = 0; from < all.length; from += idsPerStatement) {
      const some = all.slice(from, from + idsPerStatement);
      for (const document of await readDocuments(client, rows.followed.shape.path.collection, some, time, signal)) {
        const [row] = rows.push(document, 0);
        if (row !== undefined) found.set(`${rows.followed.name}\0${idOf(document)}`, row);
      }
    }
  }
  return found;
}

async function readDocuments(
  client: Client,
  collection: string,
  ids: readonly string[],
  time: string,
  signal: AbortSignal,
): Promise<readonly Buffer[]> {
  const command = {
    find: collection,
    filter: { _id: { $in: ids.map(decodeValue) } },
    batchSize: ids.length,
    readConcern: readConcernAfter(timestampOf(time)),
  };
  return client.withSession(async (session) => {
    const documents: Buffer[] = [];
    let reply = cursorReply(await client.command(command, signal, { session }));
    for (;;) {
      documents.push(...reply.documents);
      if (reply.id === 0n) return documents;
      reply = cursorReply(await client.command({ getMore: reply.id, collection }, signal, { session }));
    }
  });
}
