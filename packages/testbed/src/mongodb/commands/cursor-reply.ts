import type { BatchLimits, BatchSource } from '../cursors.ts';
import { ServerError } from '../errors.ts';
import type { CommandContext, Reply } from './command.ts';

/** What a first batch holds when nobody asked for a size. */
export const defaultFirstBatch = 101;

/** The first answer of a cursor: it stays when there may be more. */
export async function firstBatch(
  context: CommandContext,
  namespace: string,
  source: BatchSource,
  limits: BatchLimits,
  single = false,
): Promise<Reply> {
  const batch = await source.batch(limits, () => true);
  const { cursors } = context.server;
  const stays = !batch.exhausted && !single;
  const member = context.connection.member;
  const id = stays ? cursors.add({ namespace, member, user: context.connection.user?.name, source }).id : 0n;
  return {
    cursor: {
      firstBatch: batch.documents,
      postBatchResumeToken: batch.resumeToken === undefined ? undefined : { _data: batch.resumeToken },
      id,
      ns: namespace,
    },
  };
}

/** A further answer of a cursor. */
export async function nextBatch(context: CommandContext, id: bigint, namespace: string, limits: BatchLimits): Promise<Reply> {
  const { cursors } = context.server;
  const cursor = cursors.find(id);
  if (cursor.namespace !== namespace) {
    throw new ServerError(
      13,
      `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
    );
  }
  if (cursor.user !== context.connection.user?.name) throw new ServerError(13, `cursor id ${id} was not created by the authenticated user`);
  const batch = await cursor.source
    .batch(limits, () => cursors.has(id))
    .catch((error: unknown) => {
      cursors.kill(id);
      throw error;
    });
  if (batch.exhausted) cursors.kill(id);
  return {
    cursor: {
      nextBatch: batch.documents,
      postBatchResumeToken: batch.resumeToken === undefined ? undefined : { _data: batch.resumeToken },
      id: batch.exhausted ? 0n : id,
      ns: namespace,
    },
  };
}
