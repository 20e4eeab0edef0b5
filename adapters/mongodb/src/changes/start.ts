import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { newestTime, readConcernAfter } from '../causal.ts';
import type { Client } from '../client.ts';
import { type Deployment, requireSameDeployment } from '../identity.ts';
import type { Knowledge } from '../knowledge.ts';
import { loadFollowed } from './followed.ts';
import { type StreamPosition, streamPosition, timestampOf, timeText } from './position.ts';

export interface KnownPlace {
  readonly position: StreamPosition;
  readonly anew: readonly Selection[];
}

/**
 * The time of the newest write, returned when a majority of the members has it: whoever reads from then on sees everything that was
 * committed up to there, and what commits later is in the stream. A transaction that is open is not visible before its commit, whose
 * time is a later one.
 */
export async function startFollowing(
  client: Client,
  deployment: Deployment,
  knowledge: Knowledge,
  database: string,
  selections: readonly Selection[],
  signal: AbortSignal,
  known: KnownPlace | undefined,
): Promise<StreamPosition> {
  requireChangeStreams(deployment);
  await loadFollowed(client, selections, knowledge, database, signal);
  if (known !== undefined && !areAll(selections, known.anew)) {
    requireSameDeployment(known.position.identity, deployment);
    return known.position;
  }
  const head = await currentHead(client, deployment, signal);
  await awaitMajority(client, head, signal);
  return head;
}

/** Then nothing depends on the known position, which may be lost. */
function areAll(selections: readonly Selection[], anew: readonly Selection[]): boolean {
  const names = new Set(anew.map(({ collection }) => formatCollection(collection)));
  return selections.every(({ collection }) => names.has(formatCollection(collection)));
}

/** The end of the log at this moment: everything that was committed before the call lies before it. */
export async function currentHead(client: Client, deployment: Deployment, signal: AbortSignal): Promise<StreamPosition> {
  requireChangeStreams(deployment);
  const time = await newestTime(client, signal);
  if (time === undefined) throw noTimes();
  return streamPosition(deployment.identity, timeText(time), null);
}

/** A find of nothing, which the server answers when a majority has what was committed then. */
async function awaitMajority(client: Client, { time }: StreamPosition, signal: AbortSignal): Promise<void> {
  const readConcern = readConcernAfter(timestampOf(time));
  await client.command({ find: 'lienthong', filter: { _id: 0 }, limit: 1, singleBatch: true, readConcern }, signal);
}

export function requireChangeStreams({ kind }: Deployment): void {
  if (kind !== 'standalone') return;
  throw new LienThongError('CAPABILITY_MISSING', {
    message: 'a standalone server has no change streams',
    remedy:
      'Make it a replica set of one member: start mongod with --replSet and run rs.initiate() once. Or read by snapshot or by a field that only grows.',
  });
}

function noTimes(): LienThongError {
  return new LienThongError('CAPABILITY_MISSING', {
    message: 'the server tells no cluster times, without which a change stream has no beginning',
    remedy: 'Follow a replica set or a sharded cluster of MongoDB 4.4 or later.',
  });
}
