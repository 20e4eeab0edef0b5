import type { RowChange } from '@lienthong/core';
import { idKey, idValue } from '../bson/documents.ts';
import { readConcernAfter } from '../causal.ts';
import { type Client, cursorReply } from '../client.ts';
import { changeOf, type Draft } from './draft.ts';
import type { FollowedRows } from './followed-rows.ts';
import { timestampOf } from './position.ts';

const idsPerStatement = 1_000;

/** Where the rows of documents that were read again lie, by their `idKey`. */
type FoundRows = ReadonlyMap<FollowedRows, ReadonlyMap<string, number>>;

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
  const wanted = lastByDocument(drafts);
  const found = await readAgain(client, wanted, time, signal);
  const changes: RowChange[] = [];
  for (const draft of drafts) {
    const block = draft.rows.block();
    if (draft.again === undefined) {
      if (draft.row !== undefined) changes.push(changeOf(draft, draft.op, block, draft.row, draft.oldKey, false));
      continue;
    }
    const row = found.get(draft.rows)?.get(draft.again);
    if (row === undefined) {
      // The document is gone, and its deletion follows; but the key that it had before this change is told by nothing else.
      if (draft.oldKey !== undefined) changes.push(changeOf(draft, 'd', block, draft.oldKey, undefined, false));
    } else if (draft.oldKey !== undefined || wanted.get(draft.rows)?.get(draft.again) === draft) {
      changes.push(changeOf(draft, draft.op, block, row, draft.oldKey, true));
    }
  }
  return changes;
}

function lastByDocument(drafts: readonly Draft[]): ReadonlyMap<FollowedRows, ReadonlyMap<string, Draft>> {
  const wanted = new Map<FollowedRows, Map<string, Draft>>();
  for (const draft of drafts) {
    if (draft.again === undefined) continue;
    let own = wanted.get(draft.rows);
    if (own === undefined) {
      own = new Map();
      wanted.set(draft.rows, own);
    }
    own.set(draft.again, draft);
  }
  return wanted;
}

async function readAgain(
  client: Client,
  wanted: ReadonlyMap<FollowedRows, ReadonlyMap<string, Draft>>,
  time: string,
  signal: AbortSignal,
): Promise<FoundRows> {
  const found = new Map<FollowedRows, Map<string, number>>();
  for (const [rows, drafts] of wanted) {
    const places = new Map<string, number>();
    found.set(rows, places);
    const ids = [...drafts.keys()];
    for (let from = 0; from < ids.length; from += idsPerStatement) {
      const some = ids.slice(from, from + idsPerStatement);
      for (const document of await readDocuments(client, rows.followed.shape.path.collection, some, time, signal)) {
        places.set(idKey(document), rows.pushOne(document, 0));
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
    filter: { _id: { $in: ids.map(idValue) } },
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
