import { createHash } from 'node:crypto';
import { LienThongError } from '@lienthong/core';
import type { ObjectId } from 'bson';
import type { Client } from './client.ts';
import { codeOf } from './errors.ts';

export interface Deployment {
  readonly kind: 'standalone' | 'replica-set' | 'sharded';
  readonly version: string;
  readonly setName: string | undefined;
  /** What tells this database from any other. Without the right to read the set's configuration its name has to do. */
  readonly identity: string;
  /** Whether the identity is the set's own number, and not its name alone. */
  readonly isNumbered: boolean;
  /** How far the server's clock is ahead of ours, milliseconds. */
  readonly clockAheadMs: number;
}

export async function loadDeployment(client: Client, database: string, signal: AbortSignal): Promise<Deployment> {
  const hello = await client.command({ hello: 1 }, signal, { database: 'admin' });
  const { version } = await client.command({ buildInfo: 1 }, signal, { database: 'admin' });
  const setName = typeof hello['setName'] === 'string' ? hello['setName'] : undefined;
  const kind = hello['msg'] === 'isdbgrid' ? 'sharded' : setName === undefined ? 'standalone' : 'replica-set';
  const number = await numberOf(client, kind, signal);
  const own = number ?? setName ?? String(hello['me'] ?? 'standalone');
  const identity = createHash('sha256').update(`${kind} ${own} ${database}`).digest('base64url').slice(0, 22);
  return {
    kind,
    version: String(version),
    setName,
    identity,
    isNumbered: number !== undefined,
    clockAheadMs: Number(hello['localTime']) - Date.now(),
  };
}

/** The number that a set or a cluster got when it was made: a copy on another machine that was made anew has another one. */
async function numberOf(client: Client, kind: Deployment['kind'], signal: AbortSignal): Promise<string | undefined> {
  try {
    if (kind === 'sharded') {
      const { cursor } = await client.command({ find: 'version', limit: 1, singleBatch: true }, signal, { database: 'config' });
      const [document] = cursor.firstBatch as readonly Buffer[]; // `fieldsAsRaw` says so
      return document === undefined ? undefined : createHash('sha256').update(document).digest('hex');
    }
    if (kind !== 'replica-set') return undefined;
    const { config } = await client.command({ replSetGetConfig: 1 }, signal, { database: 'admin' });
    const id: ObjectId | undefined = config?.settings?.replicaSetId;
    return id?.toString();
  } catch (error) {
    if (codeOf(error) === '13') return undefined; // the right to read it is missing: `probe` says so
    throw error;
  }
}

export function requireSameDeployment(expected: string, found: Deployment): void {
  if (expected === found.identity) return;
  throw new LienThongError('SOURCE_IDENTITY_CHANGED', {
    message: 'the position is of another deployment or database than the one that answers',
    remedy: 'Connect to the deployment that was read before, or read this one from scratch in a new epoch.',
  });
}
