import type { OpenContext, Source } from '@lienthong/core';
import { changeReader } from './changes/change-reader.ts';
import { openClient } from './client.ts';
import { describeSource } from './describe.ts';
import { loadDeployment } from './identity.ts';
import { incrementalReader } from './incremental.ts';
import { createKnowledge } from './knowledge.ts';
import type { MongodbOptions } from './options.ts';
import { probeSource } from './probe.ts';
import { snapshotReader } from './snapshot.ts';

/** Opens the source: a member is asked at once, so that a wrong address or password is told here. */
export async function openSource(options: MongodbOptions, context: OpenContext): Promise<Source<'snapshot' | 'incremental' | 'changes'>> {
  const client = await openClient(options, context);
  try {
    const deployment = await loadDeployment(client, options.database, context.signal);
    const knowledge = createKnowledge(client, options);
    const close = () => client.close();
    return {
      probe: (signal) => probeSource(client, options, signal),
      describe: (signal) => describeSource(client, options, knowledge, signal),
      snapshot: snapshotReader(client, options, knowledge),
      incremental: incrementalReader(client, options, knowledge),
      changes: changeReader(client, options, deployment, knowledge),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}
