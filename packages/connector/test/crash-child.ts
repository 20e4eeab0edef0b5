import { type PostgresInput, postgres } from '@lienthong/adapter-postgres';
import type { ChangeReader, SnapshotReader, Source, Transport } from '@lienthong/core';
import { type ConnectorOptions, createConnector, httpTransport, type PlatformOptions } from '../src/index.ts';

/** Where the process ends itself, as by `kill -9`: between two steps that must not depend on each other's end. */
export type CrashPoint =
  | 'opened'
  | 'started'
  | 'snapshot-batch'
  | 'changes-batch'
  | 'before-acknowledge'
  | 'after-acknowledge'
  | 'before-send'
  | 'after-send';

/** A connector that dies at the n-th passing of one point. */
export interface CrashChildInput {
  readonly postgres: PostgresInput;
  readonly options: Omit<ConnectorOptions, 'source' | 'platform'> & {
    readonly source: Omit<ConnectorOptions['source'], 'adapter'>;
    readonly platform: PlatformOptions;
  };
  readonly point: CrashPoint;
  readonly passing: number;
}

const input = JSON.parse(process.argv[2] ?? '') as CrashChildInput; // the test wrote it
let left = input.passing;

function pass(point: CrashPoint): void {
  if (point !== input.point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

async function* passing<Batch>(batches: AsyncIterable<Batch>, point: CrashPoint, counts: (batch: Batch) => boolean): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    if (counts(batch)) pass(point);
    yield batch;
  }
}

function crashing(source: Source<'snapshot' | 'incremental' | 'changes'>): typeof source {
  const snapshot: SnapshotReader = {
    ...source.snapshot,
    read: (request) => passing(source.snapshot.read(request), 'snapshot-batch', () => true),
  };
  const changes: ChangeReader = {
    ...source.changes,
    start: async (...given) => {
      const position = await source.changes.start(...given);
      pass('started');
      return position;
    },
    read: (request) => passing(source.changes.read(request), 'changes-batch', (batch) => batch.changes.length > 0),
    acknowledge: async (...given) => {
      pass('before-acknowledge');
      await source.changes.acknowledge(...given);
      pass('after-acknowledge');
    },
  };
  return { ...source, snapshot, changes };
}

const { source, platform, ...options } = input.options;
const bound = postgres(input.postgres);
const inner = httpTransport({ ...platform, timeoutMs: 10_000, inFlight: 3 });
const transport: Transport = {
  ...inner,
  send: async (...given) => {
    pass('before-send');
    const receipt = await inner.send(...given);
    pass('after-send');
    return receipt;
  },
};
const adapter: typeof bound = {
  ...bound,
  open: async (context) => {
    const opened = await bound.open(context);
    pass('opened');
    return crashing(opened);
  },
};
await createConnector({ ...options, platform: transport, source: { ...source, adapter } }).run(new AbortController().signal, {
  once: true,
});
process.disconnect();
