import type { Document, Timestamp } from 'bson';
import type { Client } from './client.ts';

/** What a majority of the members has is never rolled back. */
const majority = { level: 'majority' } as const;

/** The time of the newest write that the primary knows: everything that is committed by now is at or before it. */
export async function newestTime(client: Client, signal: AbortSignal): Promise<Timestamp | undefined> {
  const { operationTime } = await client.command({ ping: 1 }, signal);
  return operationTime;
}

/** Waits on the member that reads until it has what was committed at `time`; a standalone server knows no times and is read as it is. */
export function readConcernAfter(time: Timestamp | undefined): Document {
  return time === undefined ? { level: 'local' } : { ...majority, afterClusterTime: time };
}
