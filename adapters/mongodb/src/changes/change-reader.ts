import { hasHistory } from '@lienthong/adapter-kit';
import { type ChangeBatch, type ChangeReader, type ChangeRequest, type Position, type Selection } from '@lienthong/core';
import type { Client } from '../client.ts';
import { type Deployment, requireSameDeployment } from '../identity.ts';
import type { Knowledge } from '../knowledge.ts';
import type { MongodbOptions } from '../options.ts';
import { followStream } from './follow.ts';
import { loadFollowed } from './followed.ts';
import { createFollowedRows } from './followed-rows.ts';
import { expectStream, hasPassed } from './position.ts';
import { completeDrafts } from './reread.ts';
import { currentHead, requireChangeStreams, startFollowing } from './start.ts';
import { openStream } from './stream.ts';

/** Follows a change stream over the database. Nothing is created in the source, so there is nothing to acknowledge and nothing to drop. */
export function changeReader(client: Client, options: MongodbOptions, deployment: Deployment, knowledge: Knowledge): ChangeReader {
  const { database } = options;
  return {
    start: (selections, signal, known) =>
      startFollowing(
        client,
        deployment,
        knowledge,
        database,
        selections,
        signal,
        known && { ...known, position: expectStream(known.position) },
      ),
    read: (request) => readChanges(client, deployment, knowledge, database, request),
    acknowledge: async (position, signal) => {
      expectStream(position);
      // The server keeps its oplog for a time, not for us.
      signal.throwIfAborted();
    },
    head: (signal) => currentHead(client, deployment, signal),
    passed: (position, goal) => hasPassed(expectStream(position), expectStream(goal)),
    has: (position, selections, signal) =>
      hasHistory(() => requireHistory(client, deployment, knowledge, database, position, selections, signal)),
    drop: async (signal) => {
      signal.throwIfAborted();
    },
  };
}

async function* readChanges(
  client: Client,
  deployment: Deployment,
  knowledge: Knowledge,
  database: string,
  request: ChangeRequest,
): AsyncGenerator<ChangeBatch, void, undefined> {
  const position = expectStream(request.after);
  // Leaving early (break, return, an error of the consumer) ends the command that reads ahead.
  const leave = new AbortController();
  const signal = AbortSignal.any([request.signal, leave.signal]);
  signal.throwIfAborted();
  requireChangeStreams(deployment);
  requireSameDeployment(position.identity, deployment);
  const followed = await loadFollowed(client, request.selections, knowledge, database, signal);
  const session = client.openSession();
  try {
    const stream = await openStream(client, session, deployment, followed, position, signal);
    try {
      yield* followStream({
        ...{ stream, position, request },
        rows: followed.map(createFollowedRows),
        now: () => Date.now() + deployment.clockAheadMs,
        complete: (drafts, time) => completeDrafts(client, drafts, time, signal),
      });
    } catch (error) {
      // What is read ahead may have failed long before the reader, who was told to stop meanwhile, comes for it.
      request.signal.throwIfAborted();
      throw error;
    } finally {
      leave.abort(new Error('the reader left'));
      await stream.close();
    }
  } finally {
    leave.abort(new Error('the reader left'));
    await session.end();
  }
}

/** What reading from the position would do before its first change. */
async function requireHistory(
  client: Client,
  deployment: Deployment,
  knowledge: Knowledge,
  database: string,
  after: Position,
  selections: readonly Selection[],
  signal: AbortSignal,
): Promise<void> {
  const position = expectStream(after);
  requireSameDeployment(position.identity, deployment);
  const followed = await loadFollowed(client, selections, knowledge, database, signal);
  const session = client.openSession();
  try {
    await (await openStream(client, session, deployment, followed, position, signal)).close();
  } finally {
    await session.end();
  }
}
