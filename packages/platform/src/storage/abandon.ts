import type { RemoteStream, StreamName } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import type { Client } from './database.ts';
import { describeStream, lockStream, progressOf, readStream, saveProgress } from './streams.ts';

/**
 * Puts on record that these numbers will never come, and moves the stream on behind them. The caller holds the
 * transaction. Saying it again changes nothing.
 */
export async function abandon(
  client: Client,
  name: StreamName,
  epoch: number,
  sequences: readonly number[],
  keyId: string,
): Promise<RemoteStream> {
  if ((await readStream(client, name)) === undefined) throw new Problem('stream-unknown');
  const stream = await lockStream(client, name);
  if (epoch !== stream.epoch) throw new Problem('resume-conflict', { members: { epoch: stream.epoch } });
  const { rows: arrived } = await client.query(
    'select from lienthong.batches where stream = $1 and epoch = $2 and sequence = any($3::bigint[]) limit 1',
    [stream.id, epoch, sequences],
  );
  if (arrived.length > 0) throw new Problem('resume-invalid', { detail: 'one of the abandoned numbers has arrived' });
  // Only gaps: a number above the highest could still be used.
  if (sequences.some((sequence) => sequence > stream.highest)) {
    throw new Problem('resume-invalid', { detail: 'only numbers below the highest that arrived can be abandoned' });
  }
  const { rowCount } = await client.query(
    `insert into lienthong.abandoned (stream, epoch, sequence, key_id) select $1, $2, unnest($3::bigint[]), $4
     on conflict (stream, epoch, sequence) do nothing`,
    [stream.id, epoch, sequences, keyId],
  );
  if (rowCount !== 0) {
    const from = Math.min(...sequences, stream.frozenFrom ?? Number.MAX_SAFE_INTEGER);
    const frozen = { ...stream, frozenFrom: from, frozenTo: Math.max(stream.highest, stream.frozenTo ?? 0) };
    await saveProgress(client, frozen, await progressOf(client, frozen, epoch, stream.highest));
  }
  return await describeStream(client, await lockStream(client, name));
}
